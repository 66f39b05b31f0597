import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './design/tokens.css';
import './design/base.css';
import './design/components.css';
import './design/layout.css';
import { connect } from './store/wizard.ts';

const root = document.getElementById('root');
if (root === null) throw new TypeError('index.html has an element "root"');
connect();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
