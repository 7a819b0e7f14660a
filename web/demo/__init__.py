"""The demo town 江城市 and its cases: all fictional, made through the use cases, never as rows."""

#: Printed by `make run` and shown at the demo's sign-in.
DEMO_PASSWORD = "banjie-demo-2026"  # noqa: S105 - shown to every visitor of the demo
