import type { ProtocolRequest } from 'kafkajs/src/broker';
import Decoder from 'kafkajs/src/protocol/decoder';
import Encoder from 'kafkajs/src/protocol/encoder';
import { createErrorFromCode } from 'kafkajs/src/protocol/error';

export const offsetFetchApiKey = 9;

/** The first version that can be told to wait for transactions that are about to end (KIP-447). */
export const stableVersion = 7;

const unstableOffsetCommit = 88;

/** A partition as one group of readers works it off. */
export interface GroupPartition {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

interface Answer {
  /** Negative: none was committed. Undefined: a transaction that will move it has yet to end. */
  readonly offset: number | undefined;
}

/** OffsetFetch version 7 with require_stable, for one partition. kafkajs knows versions 1 to 4. */
export function offsetFetchRequest(of: GroupPartition): ProtocolRequest<Answer> {
  return {
    request: {
      apiKey: offsetFetchApiKey,
      apiVersion: stableVersion,
      apiName: 'OffsetFetch',
      encode: () => Promise.resolve(encode(of)),
    },
    response: {
      decode: (bytes) => Promise.resolve(decode(bytes)),
      parse: (answer) => Promise.resolve(answer),
    },
  };
}

/** _tags group_id [name [partition_index] _tags] require_stable _tags; the first belong to the header. */
function encode({ groupId, topic, partition }: GroupPartition): Encoder {
  const ofTopic = new Encoder()
    .writeUVarIntString(topic)
    .writeUVarIntArray([new Encoder().writeInt32(partition)])
    .writeUVarIntBytes();
  return new Encoder()
    .writeUVarIntBytes()
    .writeUVarIntString(groupId)
    .writeUVarIntArray([ofTopic])
    .writeBoolean(true)
    .writeUVarIntBytes();
}

/**
 * _tags throttle_time_ms [name [partition_index committed_offset committed_leader_epoch metadata
 * error_code _tags] _tags] error_code _tags
 */
function decode(bytes: Buffer): Answer {
  const decoder = new Decoder(bytes);
  decoder.readTaggedFields();
  decoder.readInt32();
  const topics = decoder.readUVarIntArray(() => {
    decoder.readUVarIntString();
    const partitions = decoder.readUVarIntArray(() => decodePartition(decoder));
    decoder.readTaggedFields();
    return partitions;
  });
  const errorCode = decoder.readInt16();
  const [partition] = topics.flat();
  const failure = errorCode === 0 ? (partition?.errorCode ?? -1) : errorCode;
  if (failure === unstableOffsetCommit) return { offset: undefined };
  if (failure !== 0) throw createErrorFromCode(failure);
  return { offset: partition?.offset };
}

function decodePartition(decoder: Decoder): { offset: number; errorCode: number } {
  decoder.readInt32();
  const offset = Number(decoder.readInt64().toString());
  decoder.readInt32();
  decoder.readUVarIntString();
  const errorCode = decoder.readInt16();
  decoder.readTaggedFields();
  return { offset, errorCode };
}
