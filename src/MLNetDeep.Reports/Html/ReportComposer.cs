using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Reports.Html.Sections;
using MLNetDeep.Trainers;

namespace MLNetDeep.Reports.Html;

/// <summary>Gathers what the report shows and puts it into sections.</summary>
internal sealed class ReportComposer
{
    private readonly string _task;
    private readonly IReadOnlyList<MetricRow> _rows;
    private readonly IDataView _scored;
    private readonly NetworkTransformer? _network;
    private readonly ReportOptions _options;

    public ReportComposer(string task, IReadOnlyList<MetricRow> rows, IDataView scored, ITransformer model, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(model);
        _task = task;
        _rows = rows;
        _scored = scored;
        _network = NetworkTransformer.Find(model);
        _options = options;
    }

    public EvaluationReport Compose()
    {
        string title = _options.Title ?? _task;
        List<IReportSection> sections = [new ResultsSection(_rows, [], [])];
        if (_network is not null)
        {
            sections.Add(new NetworkSection(_network.Model.Spec, []));
        }

        if (!_options.ExtraPictures.IsEmpty)
        {
            sections.Add(new PicturesSection("more", "Further pictures", _options.ExtraPictures));
        }

        sections.Add(new FactsSection("environment", "Environment", EnvironmentFacts.Read()));
        Highlight[] highlights =
        [
            .. _rows.Take(2).Select(row => new Highlight(row.Label, ResultsSection.Format(row.Value), "")),
            new("Test rows", _scored.CountRows().ToString("N0", CultureInfo.InvariantCulture), ""),
        ];
        Picture[] pictures = [.. sections.SelectMany(section => section.Pictures)];
        return new EvaluationReport(title, [], pictures, new ReportPage(title, _task, DateTimeOffset.Now, highlights, sections));
    }
}
