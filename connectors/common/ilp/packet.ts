import { deserializeIlpPrepare, serializeIlpPrepare } from 'ilp-packet';
import { deserializeIlpPayment, serializeIlpPayment } from 'ilp-packet-v1';
import type { EpochMs } from '../runtime';
import { decodeUtf8 } from '../utf8';

/** Version 1 packets are ILP Payments (FSPIOP 1.x), version 4 packets ILP Prepares (FSPIOP 2.0). */
export type IlpVersion = 1 | 4;

export interface DecodedPacket {
  readonly version: IlpVersion;
  /** Amount in the currency's smallest unit. */
  readonly minorUnits: bigint;
  /** The data field as the payee wrote it: JSON of the Transaction (FSPIOP 7.4.17). */
  readonly transactionJson: string;
}

/** ILP amounts are unsigned 64-bit integers. */
const minorUnitsMax = 2n ** 64n - 1n;

/** Throws a RangeError for an amount that a packet cannot hold: the library would wrap it around. */
export function encodeV1(packet: {
  readonly minorUnits: bigint;
  readonly account: string;
  readonly transactionJson: string;
}): string {
  const { minorUnits, account, transactionJson } = packet;
  const bytes = serializeIlpPayment({
    amount: packetAmount(minorUnits),
    account,
    data: packetData(transactionJson),
  });
  return bytes.toString('base64url');
}

/** Throws a RangeError as {@link encodeV1} does. */
export function encodeV4(packet: {
  readonly minorUnits: bigint;
  readonly condition: Buffer;
  readonly expiresAt: EpochMs;
  readonly transactionJson: string;
}): string {
  const bytes = serializeIlpPrepare({
    amount: packetAmount(packet.minorUnits),
    executionCondition: packet.condition,
    expiresAt: new Date(packet.expiresAt),
    // Identifiers such as e-mail addresses cannot stand in an ILP address; Mojaloop's own SDK writes this.
    destination: 'g.mojaloop',
    data: packetData(packet.transactionJson),
  });
  return bytes.toString('base64url');
}

/** Undefined for what is no ILP packet. */
export function decodePacket(ilpPacket: string): DecodedPacket | undefined {
  const bytes = Buffer.from(ilpPacket, 'base64url');
  const version = versionOf(bytes);
  if (version === undefined) return undefined;
  try {
    const { amount, data } =
      version === 1 ? deserializeIlpPayment(bytes) : deserializeIlpPrepare(bytes);
    const transactionJson = decodeUtf8(Buffer.from(data.toString('ascii'), 'base64url'));
    if (transactionJson === undefined) return undefined;
    return { version, minorUnits: BigInt(amount), transactionJson };
  } catch {
    // The libraries say "out of bounds" and the like in many ways; all mean that it is no packet.
    return undefined;
  }
}

function versionOf(bytes: Buffer): IlpVersion | undefined {
  if (bytes[0] === 0x01) return 1;
  return bytes[0] === 0x0c ? 4 : undefined;
}

function packetAmount(minorUnits: bigint): string {
  if (minorUnits < 0n || minorUnits > minorUnitsMax) {
    throw new RangeError(`${minorUnits.toString()} does not fit into an ILP packet`);
  }
  return minorUnits.toString();
}

function packetData(transactionJson: string): Buffer {
  return Buffer.from(Buffer.from(transactionJson).toString('base64url'), 'ascii');
}
