"""Steps: approval, service, refusal, appeal, dismissal."""
