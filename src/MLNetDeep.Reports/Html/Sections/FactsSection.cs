namespace MLNetDeep.Reports.Html.Sections;

/// <summary>A list of facts.</summary>
internal sealed class FactsSection(string id, string heading, IReadOnlyList<Fact> facts) : IReportSection
{
    public string Id => id;

    public string Heading => heading;

    public IReadOnlyList<Picture> Pictures => [];

    public void Write(HtmlBuilder html) => html.AddFacts(facts);
}
