import type { JarSet } from './jars';

/** A store that speaks S3, for Zeebe's own backups. Needs Java 17. */
export const s3MockJar: JarSet = {
  title: 'S3Mock 5.0.0',
  folder: 's3mock-5.0.0',
  jars: [
    {
      group: 'com.adobe.testing',
      name: 's3mock',
      version: '5.0.0',
      classifier: 'exec',
      sha512:
        '153d8b3e3e9cd8c4e3cbdc21c0d8411084c774ed55b5555c3d748dbafdf81379f8d2eab39cd3cbca360f2cfb9f9423a7063dc40b208147761630345475a689f7',
    },
  ],
  megabytes: 64,
};
