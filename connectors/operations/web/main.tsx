import './kit/page.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { createQueries, SessionProvider } from './api/session';
import { Loading, SessionEnded, SignedOut, Unreachable } from './shell/alone';
import { Shell } from './shell/shell';
import { PreferencesProvider } from './words/preferences';

const page = document.getElementById('page');
if (page === null) throw new Error('index.html has no place for the page');

createRoot(page).render(
  <StrictMode>
    <PreferencesProvider>
      <QueryClientProvider client={createQueries()}>
        <Router base="/app">
          <SessionProvider
            signedOut={<SignedOut />}
            loading={<Loading />}
            unreachable={(problem, again) => <Unreachable problem={problem} again={again} />}
            ended={(again) => <SessionEnded again={again} />}
          >
            <Shell />
          </SessionProvider>
        </Router>
      </QueryClientProvider>
    </PreferencesProvider>
  </StrictMode>,
);
