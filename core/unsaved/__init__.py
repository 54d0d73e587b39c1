"""What an officer has typed and the portal does not hold yet.

The other half is in the browser: `static/js/session.js` (a login that ended, a portal that does
not answer, the token of forms and scripts) and `static/js/typed-copies.js` (a copy on the officer's
computer). See docs/decisions/0024-nothing-typed-is-lost.md.
"""
