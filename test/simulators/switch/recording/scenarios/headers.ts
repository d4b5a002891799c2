import type { SentMessage, Session } from '../session';
import { quoteAnswer, quoteRequest } from './quotes';
import { entered, question, said, transactionRequest } from './requests';
import { scenario, type Scenario } from './scenario';
import { committed, transferRequest } from './transfers';

type Sender = (session: Session, message: SentMessage) => Promise<void>;

const requests: Readonly<Record<string, { readonly resource: string; readonly send: Sender }>> = {
  'GET /parties': {
    resource: 'parties',
    send: (session, message) =>
      session.send('payer', 'GET', `/parties/MSISDN/${session.msisdn('msisdn')}`, message),
  },
  'PUT /parties': {
    resource: 'parties',
    send: (session, message) => {
      const partyIdentifier = session.msisdn('msisdn');
      const body = { party: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier } } };
      const to = session.fsp('payer');
      return session.send('payee', 'PUT', `/parties/MSISDN/${partyIdentifier}`, {
        to,
        body,
        ...message,
      });
    },
  },
  'POST /quotes': {
    resource: 'quotes',
    send: (session, message) => {
      const body = quoteRequest(session);
      return session.send('payer', 'POST', '/quotes', {
        to: session.fsp('payee'),
        body,
        ...message,
      });
    },
  },
  'PUT /quotes': {
    resource: 'quotes',
    send: (session, message) => {
      const body = quoteAnswer(session);
      const path = `/quotes/${session.id('quote')}`;
      return session.send('payee', 'PUT', path, { to: session.fsp('payer'), body, ...message });
    },
  },
  'POST /transfers': {
    resource: 'transfers',
    send: (session, message) => {
      const body = transferRequest(session);
      return session.send('payer', 'POST', '/transfers', {
        to: session.fsp('payee'),
        body,
        ...message,
      });
    },
  },
  'GET /transfers': {
    resource: 'transfers',
    send: (session, message) =>
      session.send('payer', 'GET', `/transfers/${session.id('transfer')}`, message),
  },
  'PUT /transfers': {
    resource: 'transfers',
    send: (session, message) => {
      const body = committed(session);
      const path = `/transfers/${session.id('transfer')}`;
      return session.send('payee', 'PUT', path, { to: session.fsp('payer'), body, ...message });
    },
  },
  'POST /transactionRequests': {
    resource: 'transactionRequests',
    send: (session, message) => {
      const body = transactionRequest(session);
      const to = session.fsp('payer');
      return session.send('payee', 'POST', '/transactionRequests', { to, body, ...message });
    },
  },
  'GET /transactionRequests': {
    resource: 'transactionRequests',
    send: (session, message) =>
      session.send('payee', 'GET', `/transactionRequests/${session.id('request')}`, {
        to: session.fsp('payer'),
        ...message,
      }),
  },
  'PUT /transactionRequests': {
    resource: 'transactionRequests',
    send: (session, message) => {
      const body = said(session, 'RECEIVED');
      const path = `/transactionRequests/${session.id('request')}`;
      return session.send('payer', 'PUT', path, { to: session.fsp('payee'), body, ...message });
    },
  },
  'GET /authorizations': {
    resource: 'authorizations',
    send: (session, message) =>
      session.send('payer', 'GET', `/authorizations/${session.id('request')}?${question}`, {
        to: session.fsp('payee'),
        ...message,
      }),
  },
  'PUT /authorizations': {
    resource: 'authorizations',
    send: (session, message) => {
      const path = `/authorizations/${session.id('request')}`;
      const to = session.fsp('payer');
      return session.send('payee', 'PUT', path, { to, body: entered, ...message });
    },
  },
};

function oddities(resource: string): readonly Readonly<Record<string, string | null>>[] {
  const type = `application/vnd.interoperability.${resource}+json`;
  return [
    { accept: null },
    { accept: '*/*' },
    { accept: 'application/json, text/plain, */*' },
    { accept: type },
    { accept: `${type};version=1` },
    { accept: `${type};version=1.1` },
    { accept: `${type};version=2.0` },
    { accept: `${type};version=3` },
    { accept: `${type};version=3,${type};version=1` },
    { accept: `${type}; version=1` },
    { accept: 'application/vnd.interoperability.other+json;version=1' },
    { 'content-type': null },
    { 'content-type': 'application/json' },
    { 'content-type': type },
    { 'content-type': `${type};version=1` },
    { 'content-type': `${type}; version=1.1` },
    { 'content-type': `${type};version=3.0` },
    { 'content-type': `${type};version=1.1; charset=utf-8` },
    { 'content-type': 'application/vnd.interoperability.other+json;version=1.1' },
    { date: null },
    { date: 'yesterday' },
    { date: '2026-11-20T10:00:00.000Z' },
    { 'fspiop-source': null },
    { 'fspiop-destination': null },
  ];
}

/** Each request with each header left out or changed. */
export const headers: readonly Scenario[] = Object.entries(requests).map(
  ([name, { resource, send }]) =>
    scenario(`headers of ${name}`, async (session) => {
      for (const changed of oddities(resource)) await send(session, { headers: changed });
    }),
);
