"""run, web, scheduler: what keeps running."""

import socket

import click
from waitress import create_server

from engine.clock import SystemClock
from engine.scheduler import run_forever, start_background
from engine.store.database import Database
from web.app import create_app
from web.cli.opening import HOME, open_migrated, settings
from web.cli.posting import posting_of
from web.config import Config
from web.demo import DEMO_PASSWORD
from web.demo.loading import load_demo

PORT = click.option("--port", default=8000, show_default=True, help="端口 / Port to listen on.")
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / Address.")


@click.command(
    help="一条命令启动演示：建库、演示数据、网页与时限扫描。 Serve the demo: everything."
)
@HOME
@PORT
@HOST
def run(home: str | None, port: int, host: str) -> None:
    """Migrate, load the demo once, and serve web and scheduler in one process."""
    config = settings(home, demo=True)
    click.echo("正在准备数据 / Preparing the data ...")
    database = open_migrated(config)
    clock = SystemClock()
    load_demo(database, config, clock, progress=click.echo)
    server = _server(config, database, listen(host, port))
    sweeping = start_background(database, clock, posting_of(config.delivery))
    _welcome(host, port)
    try:
        server.run()
    finally:
        sweeping.shutdown(wait=False)
        database.close()


@click.command(help="只启动网页服务。 Serve the web pages and the API only.")
@HOME
@PORT
@HOST
@click.option("--descriptor", type=int, help="父进程打开的套接字 / A socket the parent listens on.")
def web(home: str | None, port: int, host: str, descriptor: int | None) -> None:
    """Serve pages and API; a scheduler runs elsewhere."""
    config = settings(home)
    listening = listen(host, port) if descriptor is None else socket.socket(fileno=descriptor)
    server = _server(config, open_migrated(config), listening)
    host, port = listening.getsockname()[:2]
    click.echo(f"http://{host}:{port}")
    server.run()


@click.command(help="只启动时限扫描。 Run the scheduler only.")
@HOME
def scheduler(home: str | None) -> None:
    """Sweep due rows until told to stop."""
    config = settings(home)
    run_forever(open_migrated(config), SystemClock(), posting_of(config.delivery))


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises ClickException when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise click.ClickException(
            f"端口 {port} 无法使用（{error.strerror}）。换一个端口：make run PORT=8123\n"
            f"Port {port} cannot be used ({error.strerror}); choose another: make run PORT=8123"
        ) from error


def _server(config: Config, database: Database, listening: socket.socket):  # type: ignore[no-untyped-def]
    app = create_app(config, database=database)
    return create_server(app, sockets=[listening], threads=8, ident="banjie")


def _welcome(host: str, port: int) -> None:
    people = [
        ("chenting", "陈婷 窗口受理员 / counter clerk"),
        ("limingyuan", "李明远 承办人 / handler"),
        ("zhaoguodong", "赵国栋 科长 / chief"),
        ("zhouhang", "周航 消防审查员 / fire reviewer"),
        ("wanghaibin", "王海滨 分管副局长 / deputy director"),
        ("qinlan", "秦岚 监督员 / supervisor"),
        ("maqian", "马倩 管理员 / administrator"),
    ]
    click.echo("")
    click.echo(f"  办结 Banjie   http://{host}:{port}/")
    click.echo(f"  演示密码 / demo password: {DEMO_PASSWORD}")
    for name, who in people:
        click.echo(f"    {name:<12} {who}")
    click.echo("  Ctrl+C 停止 / to stop")
    click.echo("")
