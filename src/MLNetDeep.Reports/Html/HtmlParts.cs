namespace MLNetDeep.Reports.Html;

/// <summary>Writes the parts that several sections of the report have: lists of facts, tables, pictures.</summary>
internal static class HtmlParts
{
    // Two pictures of this width, in CSS pixels, stand side by side on a wide screen, perhaps a little smaller.
    private const int MaxHalfWidth = 640;

    /// <summary>Writes names and values as a description list.</summary>
    public static void AddFacts(this HtmlBuilder html, IEnumerable<Fact> facts)
    {
        html.AddMarkup("<dl class=\"facts\">\n");
        foreach (Fact fact in facts)
        {
            html.Add($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>\n");
        }

        html.AddMarkup("</dl>\n");
    }

    /// <summary>Writes a table that scrolls within itself where it is too wide for the screen.</summary>
    /// <param name="html">Receives the table.</param>
    /// <param name="caption">The caption.</param>
    /// <param name="columns">
    /// The headings of the columns. A heading that begins with '#' stands over numbers, without that character.
    /// </param>
    /// <param name="writeRows">Writes the rows.</param>
    public static void AddTable(this HtmlBuilder html, string caption, IEnumerable<string> columns, Action writeRows)
    {
        // What scrolls can be reached by keyboard, and has a name.
        html.Add($"<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n");
        html.Add($"<table>\n<caption>{caption}</caption>\n<thead><tr>");
        foreach (string column in columns)
        {
            html.Add($"<th scope=\"col\"{(column.StartsWith('#') ? " class=number" : "")}>{column.TrimStart('#')}</th>");
        }

        html.AddMarkup("</tr></thead>\n<tbody>\n");
        writeRows();
        html.AddMarkup("</tbody>\n</table>\n</div>\n");
    }

    /// <summary>Writes pictures side by side where there is room.</summary>
    public static void AddPictures(this HtmlBuilder html, IReadOnlyList<Picture> pictures)
    {
        if (pictures.Count == 0)
        {
            return;
        }

        html.AddMarkup("<div class=\"pictures\">\n");
        foreach (Picture picture in pictures)
        {
            html.Add($"<figure{(picture.InlineSize.Width > MaxHalfWidth ? " class=wide" : "")}>\n");
            html.Add($"<figcaption><h3>{picture.Title}</h3></figcaption>\n");
            html.AddMarkup(picture.ToInlineSvg());
            html.AddMarkup("\n</figure>\n");
        }

        html.AddMarkup("</div>\n");
    }
}
