import { render } from "preact";
import { AgentApi } from "./agent-api.ts";
import { AgentFeed } from "./agent-feed.ts";
import { Page } from "./page.tsx";
import { PageActions } from "./page-actions.ts";
import { firstState, type PageState } from "./page-state.ts";
import { Store } from "./store.ts";

const api = new AgentApi();
const store = new Store<PageState>(firstState);
const feed = new AgentFeed(api, store);
const actions = new PageActions(api, store, feed);

render(<Page store={store} actions={actions} />, document.querySelector("#page")!);
void feed.poll();
