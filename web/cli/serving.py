"""run, web, scheduler: what keeps running."""

import click
from waitress import create_server

from engine.clock import SystemClock
from engine.scheduler import run_forever, start_background
from engine.store.database import Database
from web.app import create_app
from web.cli.opening import open_migrated, settings
from web.config import Config
from web.demo import DEMO_PASSWORD
from web.demo.loading import load_demo

HOME = click.option("--home", help="数据目录 / Folder of the data (BANJIE_HOME, default var).")
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
    server = _server(config, database, host, port)
    sweeping = start_background(database, clock)
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
def web(home: str | None, port: int, host: str) -> None:
    """Serve pages and API; a scheduler runs elsewhere."""
    config = settings(home)
    server = _server(config, open_migrated(config), host, port)
    click.echo(f"http://{host}:{port}")
    server.run()


@click.command(help="只启动时限扫描。 Run the scheduler only.")
@HOME
def scheduler(home: str | None) -> None:
    """Sweep due rows until told to stop."""
    config = settings(home)
    run_forever(open_migrated(config), SystemClock())


def _server(config: Config, database: Database, host: str, port: int):  # type: ignore[no-untyped-def]
    app = create_app(config, database=database)
    try:
        return create_server(app, host=host, port=port, threads=8, ident="banjie")
    except OSError as error:
        raise click.ClickException(
            f"端口 {port} 无法使用（{error.strerror}）。换一个端口：make run PORT=8123\n"
            f"Port {port} cannot be used ({error.strerror}); choose another: make run PORT=8123"
        ) from error


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
