import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, lazy, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { isPassing, problemOf } from './api/problem.js';
import { Home } from './home/home.js';
import { Loading } from './shell/loading.js';
import { NothingHere } from './shell/nothing-here.js';
import { PageBoundary } from './shell/page-boundary.js';
import { Shell } from './shell/shell.js';
import { SIGN_IN_OPTIONS } from './session/sign-in-ways.js';
import { SignedIn } from './session/signed-in.js';
import { SignIn } from './session/sign-in.js';
import { SignInByLink } from './session/sign-in-by-link.js';
import { useSession } from './session/use-session.js';

const SignInAtProvider = lazy(async () => ({
  default: (await import('./session/sign-in-at-provider.js')).SignInAtProvider,
}));

const Reflection = lazy(async () => ({ default: (await import('./reflection/reflection-page.js')).ReflectionPage }));
const Explore = lazy(async () => ({ default: (await import('./explore/explore-page.js')).ExplorePage }));
const Connect = lazy(async () => ({ default: (await import('./connect/connect-page.js')).ConnectPage }));
const UploadPage = lazy(async () => ({ default: (await import('./connect/upload-page.js')).UploadPage }));
const Status = lazy(async () => ({ default: (await import('./status/status-page.js')).StatusPage }));

const LONGEST_WAIT_MS = 15_000;

/** Asks again what failed in passing, for as long as the page is open; a refusal is an answer and is shown. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => isPassing(problemOf(error)) && failures < 1_000,
      retryDelay: (failures, error) =>
        (problemOf(error).retryAfterSeconds ?? 0) * 1_000 || Math.min(500 * 2 ** failures, LONGEST_WAIT_MS),
      networkMode: 'always', // the server may be on this machine, network or not
    },
    mutations: { networkMode: 'always' },
  },
});

export function App() {
  const { status } = useSession();
  useEffect(() => {
    // What was refused while nobody was signed in is asked again; what belonged to somebody else is forgotten.
    if (status === 'signed-in') void queries.invalidateQueries();
    if (status === 'signed-out')
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SIGN_IN_OPTIONS });
  }, [status]);
  return (
    <QueryClientProvider client={queries}>
      <Switch>
        <Route path="/sign-in/:code">{({ code }) => <SignInByLink code={code} />}</Route>
        <Route path="/signed-in">
          <Suspense fallback={<Loading />}>
            <SignInAtProvider />
          </Suspense>
        </Route>
        <Route>{status === 'signed-out' ? <SignIn /> : <Pages />}</Route>
      </Switch>
    </QueryClientProvider>
  );
}

function Pages() {
  return (
    <SignedIn>
      <Shell>
        <PageBoundary>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/" component={Home} />
              <Route path="/cycles/:cycleId">{({ cycleId }) => <Reflection cycleId={cycleId} />}</Route>
              <Route path="/explore" component={Explore} />
              <Route path="/connect" component={Connect} />
              <Route path="/connect/:uploadId">{({ uploadId }) => <UploadPage uploadId={uploadId} />}</Route>
              <Route path="/status" component={Status} />
              <Route component={NothingHere} />
            </Switch>
          </Suspense>
        </PageBoundary>
      </Shell>
    </SignedIn>
  );
}
