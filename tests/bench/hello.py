"""The smallest Flask application: what every page is measured against."""

from flask import Flask

app = Flask(__name__)


@app.get("/hello")
def hello() -> str:
    """Answer one word."""
    return "hello"
