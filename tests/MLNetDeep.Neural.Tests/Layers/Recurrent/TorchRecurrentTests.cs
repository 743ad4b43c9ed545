using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Layers.Recurrent;

/// <summary>
/// Outputs and gradients of PyTorch's recurrent layers, on full rows and on shorter ones, which PyTorch packs
/// (Fixtures/make_torch_recurrent.py).
/// </summary>
public class TorchRecurrentTests
{
    private const int Time = 5;
    private const int Features = 3;
    private const int Units = 4;

    private static readonly JsonElement[] s_cases = [.. Parse().GetProperty("cases").EnumerateArray()];

    public static TheoryData<int, string> Cases
    {
        get
        {
            TheoryData<int, string> cases = [];
            for (int i = 0; i < s_cases.Length; i++)
            {
                cases.Add(i, "sequences");
                cases.Add(i, "last");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_equal_those_of_PyTorch(int index, string form)
    {
        JsonElement fixture = s_cases[index];
        JsonElement expected = fixture.GetProperty(form);
        NetworkSpec spec = new([Time, Features], [Layer(fixture, form == "sequences"), new Flatten()]);
        NamedTensor[] weights = [.. spec.Parameters.Select(parameter =>
            new NamedTensor(parameter.Name, parameter.Shape, Floats(fixture.GetProperty("weights").GetProperty(parameter.LocalName))))];
        Assert.Equal(weights.Length, fixture.GetProperty("weights").EnumerateObject().Count());
        int[] lengths = [.. fixture.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32())];
        TrainingData data = new(
            new DenseFeatures(Floats(fixture.GetProperty("inputs")), Time * Features, lengths, Time),
            new DenseTargets(Floats(expected.GetProperty("targets")), spec.OutputSize));
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, weights, new FitOptions { Loss = new MeanSquaredError(), Threads = 1 });
        float[] outputs = new float[lengths.Length * spec.OutputSize];
        session.Predict(data.Features, outputs);
        Close.All(Numbers(expected.GetProperty("outputs")), outputs, 1e-5, 1e-6, "output");
        foreach (NamedTensor gradient in session.ComputeGradients(data, [0, 1, 2, 3], training: true))
        {
            double[] numbers = Numbers(expected.GetProperty("gradients").GetProperty(gradient.Name[2..]));
            Close.All(numbers, gradient.Values, 1e-5, 1e-6, gradient.Name);
        }
    }

    private static LayerSpec Layer(JsonElement fixture, bool sequences)
    {
        RecurrentLayer layer = fixture.GetProperty("layer").GetString() switch
        {
            "LSTM" => new LSTM(Units, returnSequences: sequences),
            "GRU" => new GRU(Units, returnSequences: sequences),
            _ => new SimpleRNN(Units, returnSequences: sequences),
        };
        return fixture.GetProperty("both").GetBoolean() ? new Bidirectional(layer) : layer;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];

    private static JsonElement Parse()
    {
        using Stream stream = typeof(TorchRecurrentTests).Assembly.GetManifestResourceStream("torch_recurrent.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
