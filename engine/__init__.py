"""The engine of Banjie: matters, cases, tasks and statutory clocks. It knows no HTTP."""
