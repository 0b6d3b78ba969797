"""The service handbook: rules, signatures, complaints and fair corrective action in one line."""

__version__ = "0.1.0"
