namespace MLNetDeep.Reports.Html.Sections;

/// <summary>Nothing but pictures.</summary>
internal sealed class PicturesSection(string id, string heading, IReadOnlyList<Picture> pictures) : IReportSection
{
    public string Id => id;

    public string Heading => heading;

    public IReadOnlyList<Picture> Pictures => pictures;

    public void Write(HtmlBuilder html) => html.AddPictures(pictures);
}
