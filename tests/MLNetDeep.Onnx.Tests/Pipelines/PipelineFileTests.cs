using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>Types and names of outputs that ML.NET's converter gets wrong.</summary>
public class PipelineFileTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public PipelineFileTests() => _data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i => new Row
    {
        Wide = [i, 2 * i, 3 - i], Numbers = [i, -i], Other = [5, i], Words = [$"a{i % 2}", $"b{i % 3}"], Target = i,
    }).ToArray());

    // Zero stays: each slot is divided by its largest magnitude, 7, 14 and 4.
    [Fact]
    public void A_normalized_column_of_doubles_is_an_output_of_doubles()
    {
        using PipelineRun run = Save(_ml.Transforms.NormalizeMinMax("Out", "Wide"));
        double[] values = Assert.IsType<double[]>(run.Run(_data)["Out"]);
        Assert.Equal(24, values.Length);
        for (int row = 0; row < 8; row++)
        {
            Assert.Equal(row / 7.0, values[3 * row], 1e-6);
            Assert.Equal(2 * row / 14.0, values[(3 * row) + 1], 1e-6);
            Assert.Equal((3 - row) / 4.0, values[(3 * row) + 2], 1e-6);
        }
    }

    // Numbers is an input and an output, so the output has .output after its name; but that is an input too.
    [Fact]
    public void An_output_has_a_name_that_no_input_has()
    {
        using PipelineRun run = Save(_ml.Transforms.NormalizeMinMax("Numbers").Append(_ml.Transforms.Concatenate("All", "Numbers", "Numbers.output")));
        Assert.Equal(["Numbers", "Numbers.output"], run.Inputs.Order());
        Assert.Equal(["All", "Numbers.output_1"], run.Outputs.Order());
        IReadOnlyDictionary<string, Array> results = run.Run(_data);
        for (int row = 0; row < 8; row++)
        {
            float scaled = row / 7f;
            ColumnValues.AssertEqual(new[] { scaled, -scaled }, ((float[])results["Numbers.output_1"])[(2 * row)..(2 * row + 2)], "Numbers");
            ColumnValues.AssertEqual(new[] { scaled, -scaled, 5, row }, ((float[])results["All"])[(4 * row)..(4 * row + 4)], "All");
        }
    }

    [Fact]
    public void Vectors_of_keys_have_their_values_in_the_metadata()
    {
        using PipelineRun run = Save(_ml.Transforms.Conversion.MapValueToKey("Keys", "Words"));
        Assert.Equal(new uint[] { 1, 2, 3, 4, 1, 5 }, ((uint[])run.Run(_data)["Keys"])[..6]);
        Assert.Equal("[\"a0\",\"b0\",\"a1\",\"b1\",\"b2\"]", run.Metadata["Keys.KeyValues"]);
    }

    [Fact]
    public void A_pipeline_without_outputs_is_refused()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Save(_ml.Transforms.DropColumns("Target")));
        Assert.StartsWith("The pipeline makes no columns. Set Outputs of OnnxPipelineOptions", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<ArgumentException>(
            () => Save(_ml.Transforms.CopyColumns("Copy", "Target"), new OnnxPipelineOptions { Outputs = ["Copy", null!] }));
        Assert.StartsWith("Outputs has the column '', which the pipeline does not make.", e.Message, StringComparison.Ordinal);
        Assert.Equal("Outputs", e.ParamName);
        using PipelineRun run = Save(_ml.Transforms.DropColumns("Target"), new OnnxPipelineOptions { Outputs = ["Numbers"] });
        Assert.Equal(["Numbers.output"], run.Outputs);
    }

    // ML.NET's converter asks a view, and then takes the view before it. Here another thread does both in between.
    [Fact]
    public void Two_threads_may_convert_a_shared_view()
    {
        IDataView data = PipelineRow.Create(_ml, 8);
        IDataView shared = _ml.Transforms.FlattenImage("Image").Fit(data).Transform(data);
        Assert.Equal(true, Call(shared, "CanSaveOnnx", [null]));
        object? other = null;
        Thread thread = new(() =>
        {
            Call(shared, "CanSaveOnnx", [null]);
            other = Call(shared, "get_Source", []);
        });
        thread.Start();
        thread.Join();
        Assert.Same(data, other);
        Assert.Same(data, Call(shared, "get_Source", []));

        // Nobody has asked before.
        TargetInvocationException e = Assert.Throws<TargetInvocationException>(() => Call(shared, "get_Source", []));
        Assert.IsType<NotSupportedException>(e.InnerException);
    }

    // ML.NET's interfaces are internal.
    private static object? Call(IDataView view, string method, object?[] arguments) =>
        view.GetType().GetInterfaces().SelectMany(type => type.GetMethods()).Single(item => item.Name == method).Invoke(view, arguments);

    private PipelineRun Save(IEstimator<ITransformer> estimator, OnnxPipelineOptions? options = null)
    {
        using MemoryStream file = new();
        _ml.Model.SaveAsOnnx(estimator.Fit(_data), _data.Schema, file, options);
        return new PipelineRun(file.ToArray());
    }

    private sealed class Row
    {
        [VectorType(3)]
        public double[] Wide { get; set; } = [];

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];

        [VectorType(2)]
        [ColumnName("Numbers.output")]
        public float[] Other { get; set; } = [];

        [VectorType(2)]
        public string[] Words { get; set; } = [];

        public float Target { get; set; }
    }
}
