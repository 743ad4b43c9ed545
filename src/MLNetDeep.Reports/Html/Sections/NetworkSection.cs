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
        long frozen = spec.ParameterCount - spec.TrainableParameterCount;
        html.AddTable("Layers", ["Layer", "Activation", "Output shape", "#Parameters"], () =>
        {
            html.Add($"<tr><th scope=\"row\">Input</th><td>–</td><td>{Shape(spec.InputShape)}</td><td class=\"number\">0</td></tr>\n");
            for (int i = 0; i < spec.Layers.Length; i++)
            {
                LayerSpec layer = spec.Layers[i];
                long parameters = layer.Parameters(spec.InputShapeOf(i)).Sum(parameter => (long)parameter.Size);
                html.Add($"<tr><th scope=\"row\">{layer.TypeName}</th><td>{Activation(layer)}</td><td>{Shape(spec.LayerShapes[i])}</td><td class=\"number\">{parameters:N0}</td></tr>\n");
            }
        });
        html.AddFacts(
        [
            new("Parameters", spec.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)),
            new("Trained", spec.TrainableParameterCount.ToString("N0", CultureInfo.InvariantCulture)),
            new("Not trained", frozen.ToString("N0", CultureInfo.InvariantCulture)),
        ]);
        html.AddPictures(pictures);
    }

    private static string Activation(LayerSpec layer) =>
        layer.OutputActivation == Neural.Activation.Linear ? "–" : layer.OutputActivation.GetType().Name;

    private static string Shape(IEnumerable<int> shape) => string.Join(" × ", shape.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)));
}
