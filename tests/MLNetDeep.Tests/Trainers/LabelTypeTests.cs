using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>Every type that MapValueToKey takes can be the type of a class label: MapKeyToValue gives the values of the predictions.</summary>
public class LabelTypeTests
{
    private static readonly Dictionary<string, Action<LabelTypeTests>> s_roundTrips = new()
    {
        ["Boolean"] = tests => tests.RoundTrip([true, false]),
        ["SByte"] = tests => tests.RoundTrip<sbyte>([3, sbyte.MinValue, sbyte.MaxValue]),
        ["Byte"] = tests => tests.RoundTrip<byte>([3, 0, byte.MaxValue]),
        ["Int16"] = tests => tests.RoundTrip<short>([3, short.MinValue, short.MaxValue]),
        ["UInt16"] = tests => tests.RoundTrip<ushort>([3, 0, ushort.MaxValue]),
        ["Int32"] = tests => tests.RoundTrip([3, int.MinValue, int.MaxValue]),
        ["UInt32"] = tests => tests.RoundTrip<uint>([3, 0, uint.MaxValue]),
        ["Int64"] = tests => tests.RoundTrip([3, long.MinValue, long.MaxValue]),
        ["UInt64"] = tests => tests.RoundTrip<ulong>([3, 0, ulong.MaxValue]),
        ["Single"] = tests => tests.RoundTrip([0.1f, -float.MaxValue, float.Epsilon]),
        ["Double"] = tests => tests.RoundTrip([0.1, -double.MaxValue, double.Epsilon]),
        ["String"] = tests => tests.RoundTrip(["naïve", " two words", "日本語 \U0001F600"]),
        ["String with unpaired surrogates"] = tests => tests.RoundTrip(["a\ud800", "a\udc00", "\0"]),
        ["DateTime"] = tests => tests.RoundTrip([new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(1), new DateTime(2024, 2, 29, 1, 2, 3), DateTime.MaxValue]),
        ["DateTimeOffset"] = tests => tests.RoundTrip(
            [new DateTimeOffset(2024, 2, 29, 1, 2, 3, new TimeSpan(5, 45, 0)), new DateTimeOffset(1, 1, 2, 0, 0, 0, new TimeSpan(-14, 0, 0)), DateTimeOffset.MaxValue]),
        ["TimeSpan"] = tests => tests.RoundTrip([TimeSpan.FromTicks(1), TimeSpan.MinValue, TimeSpan.MaxValue]),
        ["RowId"] = tests => tests.RoundTrip([new DataViewRowId(1, 2), new DataViewRowId(ulong.MaxValue, 0), new DataViewRowId(0, ulong.MaxValue)]),
        ["Key of Byte"] = tests => tests.RoundTrip<byte>([2, 0, 4], new KeyDataViewType(typeof(byte), 5)),
        ["Key of UInt32"] = tests => tests.RoundTrip<uint>([2, 0, 4], new KeyDataViewType(typeof(uint), 5)),
        ["Key of UInt64"] = tests => tests.RoundTrip<ulong>([2, 0, ulong.MaxValue - 1], new KeyDataViewType(typeof(ulong), ulong.MaxValue)),
    };

    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string> Types() => [.. s_roundTrips.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Values_go_in_and_come_back(string type) => s_roundTrips[type](this);

    // The predicted keys are of UInt32, whatever the width of the label's keys.
    [Theory]
    [InlineData(DataKind.Byte)]
    [InlineData(DataKind.UInt16)]
    [InlineData(DataKind.UInt32)]
    [InlineData(DataKind.UInt64)]
    public void Keys_of_any_width_are_labels(DataKind kind)
    {
        IDataView rows = Data<uint>([0, 1, 2], new KeyDataViewType(typeof(uint), 3));
        IDataView data = _ml.Transforms.Conversion.ConvertType([new InputOutputColumnPair("Label", "Value")], kind).Fit(rows).Transform(rows);
        Assert.Equal($"Key<{kind}, 0-2>", $"{data.Schema["Label"].Type}");
        Assert.Equal([1u, 2u, 3u], Trainer("Label").Fit(data).Transform(data).GetColumn<uint>("PredictedLabel"));
    }

    // The texts of these times are equal, apart from the ticks.
    [Fact]
    public void Validation_data_with_other_times_throw()
    {
        DateTime time = new(2024, 2, 29, 1, 2, 3);
        IDataView training = Keys([time, time.AddTicks(1)]), validation = Keys([time, time.AddTicks(2)]);
        SoftmaxRegressionOptions options = new() { Epochs = 1, ValidationData = training };
        Assert.Single(_ml.MulticlassClassification.Trainers.SoftmaxRegression(options).Fit(training).History!.Epochs);
        string message = Assert.Throws<InvalidOperationException>(
            () => _ml.MulticlassClassification.Trainers.SoftmaxRegression(options with { ValidationData = validation }).Fit(training)).Message;
        Assert.Contains("class 1 is '2024-02-29T01:02:03.0000001' in the training data and '2024-02-29T01:02:03.0000002'", message, StringComparison.Ordinal);

        IDataView Keys(DateTime[] times) => _ml.Transforms.Conversion.MapValueToKey("Label", "Value").Fit(Data(times)).Transform(Data(times));
    }

    private void RoundTrip<T>(T[] values, DataViewType? type = null)
    {
        IDataView data = Data(values, type);
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Label", "Value")
            .Append(Trainer("Label"))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "PredictedLabel")).Fit(data);
        using MemoryStream file = new();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        foreach (ITransformer transformer in new[] { model, new MLContext().Model.Load(file, out _) })
        {
            IDataView scored = transformer.Transform(data);
            Assert.Equal(scored.Schema["Value"].Type, scored.Schema["Back"].Type);
            T[] back = [.. scored.GetColumn<T>("Back")];
            Assert.Equal(values.Length, back.Length);
            Assert.Equal(data.GetColumn<T>("Value"), back);
            Assert.All(values.Zip(back), pair => Assert.True(pair.First is not DateTimeOffset time || time.EqualsExact((DateTimeOffset)(object)pair.Second!)));
        }
    }

    // Each row has its own feature, so the classes are learned without error.
    private NetworkTrainer Trainer(string label) => _ml.MulticlassClassification.Trainers.SoftmaxRegression(
        new SoftmaxRegressionOptions { LabelColumnName = label, Optimizer = new Sgd(1), Epochs = 5, Seed = 1 });

    private IDataView Data<T>(T[] values, DataViewType? type = null)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row<T>));
        schema["Value"].ColumnType = type ?? schema["Value"].ColumnType;
        return _ml.Data.LoadFromEnumerable(
            values.Select((value, i) => new Row<T> { Value = value, Features = [.. Enumerable.Range(0, 3).Select(slot => slot == i ? 1f : 0)] }).ToArray(), schema);
    }

    private sealed class Row<T>
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public T Value { get; set; } = default!;
    }
}
