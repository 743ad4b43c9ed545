using System.Globalization;
using System.Text;
using MLNetDeep.Neural;
using MLNetDeep.Reports.Html;

namespace MLNetDeep.Reports;

/// <summary>
/// An HTML page that shows states of a model side by side, a column for each: the states of a training, for example, or several models.
/// It is one file that needs neither a network nor scripts, with the colours and the print style of <see cref="EvaluationReport"/>.
/// </summary>
/// <example>
/// <code>
/// StoryState early = new("After 10 iterations", [("Accuracy", "0.7810")], earlyReport.Pictures);
/// StoryState late = new("After 1,000 iterations", [("Accuracy", "0.9178")], lateReport.Pictures);
/// new StoryPage("A training in two states", "The network learns digits.", [early, late]).SaveHtml("story.html");
/// </code>
/// </example>
public sealed class StoryPage
{
    private readonly string _introduction;
    private readonly DateTimeOffset _created = DateTimeOffset.Now;

    /// <summary>Creates a page.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="introduction">A sentence or two below the heading.</param>
    /// <param name="states">The states in their order; at least one.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no states.</exception>
    public StoryPage(string title, string introduction, IReadOnlyList<StoryState> states)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(introduction);
        ArgumentNullException.ThrowIfNull(states);
        if (states.Count == 0)
        {
            throw new ArgumentException("There are no states.", nameof(states));
        }

        Title = title;
        _introduction = introduction;
        States = [.. states];
    }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>The states, in their order.</summary>
    public IReadOnlyList<StoryState> States { get; }

    /// <summary>Returns the HTML page.</summary>
    public string ToHtml()
    {
        HtmlBuilder html = new();

        // A state takes a row for its name, one for its values and one for each picture.
        string rows = string.Create(CultureInfo.InvariantCulture, $".states {{ --rows: {2 + States.Max(state => state.Pictures.Count)}; }}\n");
        PageHead.Write(html, Title, PageHead.ReadResource("story.css") + rows);
        html.Add($"""
            <body class="story">
            <header>
            <h1>{Title}</h1>
            <p class="subtitle">{_introduction}</p>
            </header>
            <main id="content">
            <div class="states">

            """);
        for (int i = 0; i < States.Count; i++)
        {
            WriteState(html, States[i], $"state-{i + 1}");
        }

        html.Add($"""
            </div>
            </main>
            <footer><p>Made with MLNetDeep,
            <time datetime="{_created:yyyy-MM-ddTHH:mm:sszzz}">{_created:d MMMM yyyy, HH:mm} (UTC{_created:zzz})</time>.
            This file needs no network and no script.</p></footer>
            </body>
            </html>

            """);
        return html.ToString();
    }

    /// <summary>Writes the HTML page to a file, as a whole or not at all.</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written; see <see cref="AtomicFile.Write"/>.</exception>
    public void SaveHtml(string path)
    {
        byte[] html = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(html));
    }

    private static void WriteState(HtmlBuilder html, StoryState state, string id)
    {
        html.Add($"<section class=\"state\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{state.Name}</h2>\n<dl class=\"highlights\">\n");
        foreach ((string name, string value) in state.Values)
        {
            html.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
        }

        html.AddMarkup("</dl>\n");
        for (int i = 0; i < state.Pictures.Count; i++)
        {
            Picture picture = state.Pictures[i];
            html.Add($"""
                <figure id="{id}-{i + 1}">
                <figcaption><h3>{picture.Title}</h3>
                <a class="enlarge" href="#{id}-{i + 1}" aria-label="Enlarge: {picture.Title}, {state.Name}">Enlarge</a>
                <a class="close" href="#{id}">Close</a></figcaption>

                """);
            html.AddMarkup(picture.ToInlineSvg());
            html.AddMarkup("\n</figure>\n");
        }

        html.AddMarkup("</section>\n");
    }
}
