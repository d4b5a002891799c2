/** Who one is here and how one likes to read; for what people were called; who did what. */
import { Route, Switch } from 'wouter';
import { useSession } from '../api/session';
import { Choice, Facts, Panel } from '../kit/parts';
import type { PlaceProps } from '../kit/place';
import { Title } from '../kit/title';
import { Instant } from '../kit/values';
import { Views } from '../kit/views';
import { languages, ownNames } from '../words/languages';
import { usePreferences, useWords } from '../words/preferences';
import { Acts } from './acts/acts';
import { Calls } from './calls/calls';
import { systemWords } from './words';

export default function System({ tenant }: PlaceProps) {
  const words = useWords(systemWords);
  return (
    <>
      <Views
        label={words.parts}
        views={[
          { path: '/', title: words.views.you },
          { path: '/calls', title: words.views.calls },
          { path: '/acts', title: words.views.acts },
        ]}
      />
      <Switch>
        <Route path="/">
          <You tenant={tenant} />
        </Route>
        <Route path="/calls">
          <Calls tenant={tenant} />
        </Route>
        <Route path="/acts">
          <Acts tenant={tenant} />
        </Route>
        <Route>
          <Title tab={words.noSuchView}>{words.noSuchView}</Title>
        </Route>
      </Switch>
    </>
  );
}

function You({ tenant }: PlaceProps) {
  const { person, name, tenants, expiresAt } = useSession();
  const words = useWords(systemWords);
  const roles = tenants.find((one) => one.tenant === tenant)?.roles ?? [];
  return (
    <>
      <Title tab={words.title}>{words.title}</Title>
      <Panel title={words.you}>
        <Facts
          of={[
            [words.person, name === undefined ? person : `${name} (${person})`],
            [words.roles, roles.map((role) => words.roleNames[role]).join('; ')],
            [words.until, <Instant key="until" at={expiresAt} />],
          ]}
        />
      </Panel>
      <Reading />
    </>
  );
}

function Reading() {
  const words = useWords(systemWords);
  const { preferences, prefer } = usePreferences();
  return (
    <Panel title={words.reading}>
      <Choice
        label={words.language}
        value={preferences.language}
        among={languages.map((one) => [one, ownNames[one]])}
        choose={(language) => {
          prefer({ language });
        }}
      />
      <Choice
        label={words.theme}
        value={preferences.theme}
        among={[
          ['system', words.themes.system],
          ['light', words.themes.light],
          ['dark', words.themes.dark],
        ]}
        choose={(theme) => {
          prefer({ theme });
        }}
      />
      <Choice
        label={words.zone}
        value={preferences.zone}
        among={[
          ['own', words.zones.own],
          ['utc', words.zones.utc],
        ]}
        choose={(zone) => {
          prefer({ zone });
        }}
      />
      <label>
        <input
          type="checkbox"
          checked={preferences.hasShortcuts}
          onChange={(event) => {
            prefer({ hasShortcuts: event.target.checked });
          }}
        />{' '}
        {words.shortcuts}
      </label>
    </Panel>
  );
}
