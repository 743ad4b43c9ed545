namespace MLNetDeep.Reports.Html.Sections;

/// <summary>The options of the trainer: first those that differ from their defaults.</summary>
/// <param name="options">The options.</param>
internal sealed class OptionsSection(TrainerOptionTexts options) : IReportSection
{
    public string Id => "options";

    public string Heading => "Options";

    public IReadOnlyList<Picture> Pictures => [];

    public void Write(HtmlBuilder html)
    {
        html.Add($"<p>Options of the trainer: <code>{options.TypeName}</code></p>\n");
        if (options.Changed.Count == 0)
        {
            html.AddMarkup("<p>No option was changed from its default.</p>\n");
        }
        else
        {
            html.AddTable("Options that differ from their defaults", ["Option", "Value", "Default"], () =>
            {
                foreach (OptionText option in options.Changed)
                {
                    html.Add($"<tr><th scope=\"row\"><code>{option.Name}</code></th><td>{option.Value}</td>");
                    html.Add($"<td class=\"meaning\">{option.Default}</td></tr>\n");
                }
            });
        }

        html.Add($"<details>\n<summary>{options.Unchanged.Count} options with their defaults</summary>\n");
        html.AddTable("Options with their defaults", ["Option", "Value"], () =>
        {
            foreach (OptionText option in options.Unchanged)
            {
                html.Add($"<tr><th scope=\"row\"><code>{option.Name}</code></th><td>{option.Value}</td></tr>\n");
            }
        });
        html.AddMarkup("</details>\n");
    }
}
