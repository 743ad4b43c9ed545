namespace MLNetDeep.Reports.Html;

/// <summary>A part of the report with a heading of its own.</summary>
internal interface IReportSection
{
    /// <summary>The id of the section, which the contents list links to.</summary>
    string Id { get; }

    /// <summary>The heading.</summary>
    string Heading { get; }

    /// <summary>The pictures that the section shows, in their order.</summary>
    IReadOnlyList<Picture> Pictures { get; }

    /// <summary>Writes what follows the heading.</summary>
    void Write(HtmlBuilder html);
}
