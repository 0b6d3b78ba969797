"""Typed settings, read once from the environment and checked at start with the name of the bad one."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class BadSettings(SystemExit):
    """A setting cannot be used; the message names it and says what it must be."""


class Settings(BaseSettings):
    """What an installation may decide. Every name is the environment variable in small letters."""

    model_config = SettingsConfigDict(extra="ignore")

    handbook_data: Path = Path("var")
    database_url: str = ""
    database_owner_url: str = ""
    handbook_base_url: str = "http://127.0.0.1:8000"
    jobs_url: str = ""
    mail_url: str = ""
    secrets_dir: Path | None = None
    port: int = Field(default=8000, ge=1, le=65535)
    trusted_proxies: int = Field(default=0, ge=0, le=5)

    @field_validator("handbook_base_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
            raise ValueError("must be an address like https://handbook.example, without a path")
        return value.rstrip("/")

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        value = value.replace("postgres://", "postgresql://", 1)
        if value.startswith("postgresql://"):
            value = value.replace("postgresql://", "postgresql+psycopg://", 1)
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("jobs_url")
    @classmethod
    def _known_queue(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "redis://")):
            raise ValueError("must begin with sqlite:///, postgresql:// or redis://")
        return value

    @field_validator("mail_url")
    @classmethod
    def _known_mail(cls, value: str) -> str:
        if value and not value.startswith(("file:///", "smtp://", "smtps://")):
            raise ValueError("must begin with smtp://, smtps:// or file:///")
        return value

    @property
    def data_dir(self) -> Path:
        """The folder for everything that is kept, made absolute."""
        return self.handbook_data.resolve()

    @property
    def secrets_folder(self) -> Path:
        """The folder of the keys; apart from the data where SECRETS_DIR says so."""
        return (self.secrets_dir or self.data_dir / "secrets").resolve()

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database; SQLite in the data folder unless DATABASE_URL is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'handbook.sqlite3'}"

    @property
    def jobs(self) -> str:
        """The URL of the queue; an SQLite file beside the database unless JOBS_URL is set."""
        return self.jobs_url or f"sqlite:///{self.data_dir / 'jobs.sqlite3'}"

    @property
    def mail(self) -> str:
        """The URL by which mail leaves: smtp(s)://user:password@host:port?from=address, or files in the data folder."""
        return self.mail_url or f"file://{self.data_dir / 'mail'}"

    @property
    def base_url(self) -> str:
        """The address under which people reach the pages, without a slash at the end."""
        return self.handbook_base_url

    @property
    def origin(self) -> str:
        """The origin line of checkpoints: host of the base URL and the name of this log."""
        return f"{urlsplit(self.base_url).hostname}/service-handbook"


def read_settings() -> Settings:
    """Read the environment; raise BadSettings with one line per setting that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
        raise BadSettings("Settings that cannot be used:\n" + "\n".join(lines)) from error
