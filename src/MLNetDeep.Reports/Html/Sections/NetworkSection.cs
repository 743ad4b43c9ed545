using System.Globalization;
using MLNetDeep.Neural;

namespace MLNetDeep.Reports.Html.Sections;

/// <summary>The layers of the network, and pictures of its weights.</summary>
internal sealed class NetworkSection(NetworkSpec spec, IReadOnlyList<Picture> pictures) : IReportSection
{
    public string Id => "network";

    public string Heading => "Network";

    public IReadOnlyList<Picture> Pictures => pictures;

    public void Write(HtmlBuilder html)
    {
        html.AddTable("Layers", ["Layer", "Activation", "Output shape", "#Parameters"], () =>
        {
            html.Add($"<tr><th scope=\"row\">Input</th><td>–</td><td>{Shape(spec.InputShape)}</td><td class=\"number\">0</td></tr>\n");
            for (int i = 0; i < spec.Layers.Length; i++)
            {
                LayerSpec layer = spec.Layers[i];
                long parameters = layer.Parameters(spec.InputShapeOf(i)).Sum(parameter => (long)parameter.Size);
                html.Add($"<tr><th scope=\"row\">{layer.TypeName}</th><td>{Activation(layer)}</td><td>{Shape(spec.LayerShapes[i])}</td>");
                html.Add($"<td class=\"number\">{parameters:N0}</td></tr>\n");
            }

            AddTotal(html, "All parameters", spec.ParameterCount);
            if (spec.TrainableParameterCount < spec.ParameterCount)
            {
                AddTotal(html, "Of these trained", spec.TrainableParameterCount);
            }
        });
        html.AddPictures(pictures);
    }

    private static void AddTotal(HtmlBuilder html, string name, long parameters) =>
        html.Add($"<tr class=\"total\"><th scope=\"row\" colspan=\"3\">{name}</th><td class=\"number\">{parameters:N0}</td></tr>\n");

    private static string Activation(LayerSpec layer) =>
        layer.OutputActivation == Neural.Activation.Linear ? "–" : layer.OutputActivation.GetType().Name;

    private static string Shape(IEnumerable<int> shape) =>
        string.Join(" × ", shape.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)));
}
