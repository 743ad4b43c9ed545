using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests.Data;

/// <summary>
/// How many components an operation registers with its context. Each draws from the context's randomness, so that on their
/// number depends what a seeded program makes afterwards. The numbers were recorded from Microsoft.ML 5.0.0.
/// </summary>
public class RegistrationTests
{
    public static TheoryData<string> Names => [.. Operations.Keys];

    private static Dictionary<string, (int Expected, Action<MLContext> Act)> Operations { get; } = new()
    {
        ["LoadFromEnumerable"] = (1, ml => Data(ml)),
        ["Cache"] = (2, ml => ml.Data.Cache(Data(ml), "F")),
        ["ShuffleRows"] = (2, ml => ml.Data.ShuffleRows(Data(ml)).Preview()),
        ["TakeRows"] = (2, ml => ml.Data.TakeRows(Data(ml), 4)),
        ["FilterRowsByColumn"] = (2, ml => ml.Data.FilterRowsByColumn(Data(ml), "F", 2)),
        ["FilterRowsByMissingValues"] = (2, ml => ml.Data.FilterRowsByMissingValues(Data(ml), "F")),
        ["TrainTestSplit"] = (6, ml => ml.Data.TrainTestSplit(Data(ml))),
        ["TrainTestSplit by reals"] = (6, ml => ml.Data.TrainTestSplit(Data(ml), samplingKeyColumnName: "F")),
        ["TrainTestSplit by keys"] = (7, ml => ml.Data.TrainTestSplit(Data(ml), samplingKeyColumnName: "K")),
        ["TrainTestSplit by texts"] = (6, ml => ml.Data.TrainTestSplit(Data(ml), samplingKeyColumnName: "S")),
        ["CrossValidationSplit"] = (14, ml => ml.Data.CrossValidationSplit(Data(ml), 3)),
        ["SaveAsText"] = (2, ml => ml.Data.SaveAsText(Data(ml), new MemoryStream())),
        ["Evaluate two classes"] = (2, ml => ml.BinaryClassification.Evaluate(Data(ml), "L")),
        ["Evaluate numbers"] = (2, ml => ml.Regression.Evaluate(Data(ml), "F")),
        ["CopyColumns"] = Fitted(3, ml => ml.Transforms.CopyColumns("O", "F")),
        ["Concatenate"] = Fitted(2, ml => ml.Transforms.Concatenate("O", "F", "Score")),
        ["DropColumns"] = Fitted(3, ml => ml.Transforms.DropColumns("S")),
        ["NormalizeMinMax"] = Fitted(2, ml => ml.Transforms.NormalizeMinMax("O", "F")),
        ["NormalizeLpNorm"] = Fitted(3, ml => ml.Transforms.NormalizeLpNorm("O", "V")),
        ["ReplaceMissingValues"] = Fitted(2, ml => ml.Transforms.ReplaceMissingValues("O", "F")),
        ["IndicateMissingValues"] = Fitted(3, ml => ml.Transforms.IndicateMissingValues("O", "F")),
        ["CustomMapping"] = Fitted(3, ml => ml.Transforms.CustomMapping<Row, Mapped>((row, mapped) => mapped.M = row.F, null)),
        ["MapValueToKey"] = Fitted(2, ml => ml.Transforms.Conversion.MapValueToKey("O", "S")),
        ["MapKeyToValue"] = Fitted(4, ml => ml.Transforms.Conversion.MapValueToKey("O", "S").Append(ml.Transforms.Conversion.MapKeyToValue("P", "O"))),
        ["MapKeyToVector"] = Fitted(3, ml => ml.Transforms.Conversion.MapKeyToVector("O", "K")),
        ["ConvertType"] = Fitted(3, ml => ml.Transforms.Conversion.ConvertType("O", "F", DataKind.Double)),
        ["MapValue"] = Fitted(4, ml => ml.Transforms.Conversion.MapValue("O", new Dictionary<string, int> { ["s0"] = 1 }, "S")),
        ["MapValue to vectors"] = Fitted(4, ml => ml.Transforms.Conversion.MapValue("O", new Dictionary<string, int[]> { ["s0"] = [1] }, "S")),
        ["OneHotEncoding"] = Fitted(2, ml => ml.Transforms.Categorical.OneHotEncoding("O", "S")),
        ["NormalizeText"] = Fitted(3, ml => ml.Transforms.Text.NormalizeText("O", "S")),
        ["TokenizeIntoWords"] = Fitted(3, ml => ml.Transforms.Text.TokenizeIntoWords("O", "S")),
        ["RemoveDefaultStopWords"] = Fitted(3, ml => ml.Transforms.Text.RemoveDefaultStopWords("O", "W")),
        ["ProduceWordBags"] = Fitted(2, ml => ml.Transforms.Text.ProduceWordBags("O", "S")),
        ["A chain with a cache"] = Fitted(6, ml => ml.Transforms.CopyColumns("O", "F").Append(ml.Transforms.Concatenate("P", "O", "Score"))
            .AppendCacheCheckpoint(ml).Append(ml.Transforms.NormalizeMinMax("P"))),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void As_many_components_are_registered_as_in_ML_NET(string name)
    {
        (int expected, Action<MLContext> act) = Operations[name];
        var ml = new MLContext(1);
        act(ml);
        var counted = new MLContext(1);
        for (int i = 0; i < expected; i++)
            Draw(counted);
        Assert.Equal(Draw(counted), Draw(ml));
    }

    private static int Draw(IHostEnvironment env) => env.Register("Draw").Rand.Next();

    private static (int Expected, Action<MLContext> Act) Fitted(int expected, Func<MLContext, IEstimator<ITransformer>> make) => (expected, ml =>
    {
        IDataView data = Data(ml);
        make(ml).Fit(data).Transform(data).Preview();
    });

    private static IDataView Data(MLContext ml) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(i => new Row
    {
        F = i,
        S = $"s{i % 3}",
        K = ((uint)i % 3) + 1,
        V = [i, 1],
        W = ["a", "b"],
        L = i % 2 == 0,
        Score = i - 4,
        Probability = i / 9f,
        PredictedLabel = i > 3,
    }).ToArray());

    private sealed class Row
    {
        public float F { get; set; }

        public string S { get; set; } = "";

        [KeyType(3)]
        public uint K { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];

        public string[] W { get; set; } = [];

        public bool L { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Mapped
    {
        public float M { get; set; }
    }
}
