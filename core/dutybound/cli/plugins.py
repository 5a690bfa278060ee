"""`dutybound plugins`: what is installed, what each plugin contributes, and the digest of the whole."""

from pathlib import Path
from typing import Any

import click
from attrs import frozen

from dutybound import host
from dutybound.cli import completing
from dutybound.cli.options import json_option
from dutybound.cli.words import command as words_command
from dutybound.cli.words import helped, language, option
from dutybound.linking import Sources, link
from dutybound.outputs.columns import columns
from dutybound.outputs.records import encode
from dutybound.stages import STAGES
from dutybound.text import Text


@frozen
class _Contributed:
    """What one plugin brings."""

    name: str
    instruments: tuple[str, ...]
    files: int
    rules: int
    facts: int

    @classmethod
    def of(cls, name: str, sources: Sources) -> "_Contributed":
        rules = sum(len(getattr(policy, stage)) for policy in sources.policies for stage in STAGES)
        facts = sum(len(policy.facts) for policy in sources.policies)
        made = [type(each).__name__ for each in sources.contributions]
        own_facts = made.count("Fact")
        return cls(
            name,
            tuple(sorted(policy.instrument.id for policy in sources.policies)),
            len(sources.policies),
            rules + len(made) - own_facts - made.count("Predicate"),
            facts + own_facts,
        )

    def record(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "instruments": list(self.instruments),
            "policy_files": self.files,
            "rules": self.rules,
            "facts": self.facts,
        }


@words_command(
    "plugins",
    helped(
        "列出插件、各自提供的内容和规则库摘要\n\n摘要（SHA-256）相同，则规则相同；每条结论都写明它所依据的摘要。",
        "list the plugins, what each contributes, and the digest\n\n"
        "The same digest (SHA-256) means the same rules; every decision names the digest it rests on.",
        "dutybound plugins",
        "dutybound plugins --json",
        "dutybound plugins --without market",
    ),
)
@json_option
@option(
    "--policies",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    words=Text("另加一个政策文件夹或文件（可多次）", "add a folder of policy files, or one file (may be repeated)"),
)
@option(
    "--without",
    multiple=True,
    metavar="NAME",
    shell_complete=completing.plugins,
    words=Text("不使用某个已安装的插件（可多次）", "leave out an installed plugin (may be repeated)"),
)
def command(as_json: bool, policies: tuple[Path, ...], without: tuple[str, ...]) -> int:
    """Print the list and return the exit code."""
    installed = host.installed(without)
    digest = link(host.gather(installed, policies)).digest
    found = [_Contributed.of(name, host.gather({name: plugin})) for name, plugin in sorted(installed.items())]
    found += [_Contributed.of(str(folder), host.gather({}, (folder,))) for folder in policies]
    if as_json:
        click.echo(encode({"digest": digest, "plugins": [each.record() for each in found]}), nl=False)
        return 0
    heading = (
        Text("插件", "plugin"),
        Text("政策文件", "policy files"),
        Text("规则", "rules"),
        Text("事实", "facts"),
        Text("法律文件", "instruments"),
    )
    rows = [[each.into(language()) for each in heading]]
    rows += [[each.name, str(each.files), str(each.rules), str(each.facts), ", ".join(each.instruments)] for each in found]
    click.echo(columns(rows))
    click.echo(Text(f"规则库摘要：{digest}", f"digest of the rulebook: {digest}").into(language()))
    return 0
