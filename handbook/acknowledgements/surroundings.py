"""Where somebody acts: the device in their hands, as much of it as evidence keeps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The browser's own words, shortened; the shortened address; the name of a shared device, where it is one."""

    device: str
    address: str
    shared_device: str | None = None
