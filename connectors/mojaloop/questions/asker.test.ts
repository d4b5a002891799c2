import fc from 'fast-check';
import { mojaloopTenant } from '../../../test/kit/mojaloop';
import { relationOf } from './asker';

const [via] = mojaloopTenant('buffalo').settings.switches;
if (via === undefined) throw new Error('the tenant has no switch');

const peer = { fspId: 'lionfsp', version: '1.1', switchName: 'switch' };

test('the answer is only for the DFSP that it was for and for its switch, and a repeat only for the first', () => {
  const asker = fc.record({
    fspId: fc.constantFrom('lionfsp', 'hyenafsp', 'Hub'),
    version: fc.constantFrom('1.0', '1.1', '2.0'),
    switchName: fc.constantFrom('switch', 'other'),
  });
  const repeatedHash = fc.constantFrom('hash', 'other', null, undefined);
  fc.assert(
    fc.property(asker, repeatedHash, (who, hash) => {
      const isPeer = who.fspId === 'lionfsp' && who.switchName === 'switch';
      const isHub = who.fspId === 'Hub' && who.switchName === 'switch';
      const asks = isPeer || isHub ? 'same' : 'stranger';
      const repeats = !isPeer ? 'stranger' : hash === 'hash' ? 'same' : 'modified';
      const question = { asker: who, peer, requestHash: 'hash', repeatedHash: hash };
      expect(relationOf(question, via)).toBe(hash == null ? asks : repeats);
    }),
  );
});
