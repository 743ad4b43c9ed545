using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Views of some of the rows of a view: filters and splits.</summary>
internal static class RowScenarios
{
    private const int RowCount = 60;

    private static readonly string[] s_columns = ["Single", "Double", "Key", "ByteKey", "WideKey", "Text", "Flag", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Date", "Moment", "Span", "Id", "Singles", "Doubles", "Keys", "Texts", "Flags", "Ints", "Longs", "Dates", "Ids"];

    public static IReadOnlyList<(string Name, Func<MLContext, IReadOnlyList<IDataView>> Views)> All { get; } =
    [
        .. s_columns.SelectMany(column => new (string, Func<MLContext, IReadOnlyList<IDataView>>)[]
        {
            ($"TrainTestSplit-{column}", ml => Sides(ml.Data.TrainTestSplit(Data(), 0.3, column))),
            ($"TrainTestSplit-{column}-seed", ml => Sides(ml.Data.TrainTestSplit(Data(), 0.3, column, seed: -5))),
            ($"CrossValidationSplit-{column}", ml => [.. ml.Data.CrossValidationSplit(Data(), 3, column).SelectMany(Sides)]),
        }),
        ("TrainTestSplit", ml => Sides(ml.Data.TrainTestSplit(Data(), 0.3))),
        ("CrossValidationSplit", ml => [.. ml.Data.CrossValidationSplit(Data(), 3, seed: 3).SelectMany(Sides)]),
        ("FilterRowsByColumn", ml => [ml.Data.FilterRowsByColumn(Data(), "Single")]),
        ("FilterRowsByColumn-from", ml => [ml.Data.FilterRowsByColumn(Data(), "Single", lowerBound: -3)]),
        ("FilterRowsByColumn-to", ml => [ml.Data.FilterRowsByColumn(Data(), "Double", upperBound: 4)]),
        ("FilterRowsByColumn-range", ml => [ml.Data.FilterRowsByColumn(Data(), "Double", -2, 6)]),
        ("FilterRowsByMissingValues-Single", ml => [ml.Data.FilterRowsByMissingValues(Data(), "Single")]),
        ("FilterRowsByMissingValues-Key", ml => [ml.Data.FilterRowsByMissingValues(Data(), "Key")]),
        ("FilterRowsByMissingValues-Doubles", ml => [ml.Data.FilterRowsByMissingValues(Data(), "Doubles")]),
        ("FilterRowsByMissingValues-several", ml => [ml.Data.FilterRowsByMissingValues(Data(), "Singles", "Keys", "Double")]),
    ];

    /// <summary>What cannot be filtered or split by, with the error that comes of it.</summary>
    public static IReadOnlyList<(string Name, Action<MLContext> Act)> Errors { get; } =
    [
        ("column-missing", ml => ml.Data.FilterRowsByColumn(Data(), "None")),
        ("column-null", ml => ml.Data.FilterRowsByColumn(Data(), null!)),
        ("column-integers", ml => ml.Data.FilterRowsByColumn(Data(), "Int32")),
        ("column-texts", ml => ml.Data.FilterRowsByColumn(Data(), "Text")),
        ("column-vectors", ml => ml.Data.FilterRowsByColumn(Data(), "Singles")),
        ("column-range", ml => ml.Data.FilterRowsByColumn(Data(), "Single", 1, 1)),
        ("missing-none", ml => ml.Data.FilterRowsByMissingValues(Data())),
        ("missing-absent", ml => ml.Data.FilterRowsByMissingValues(Data(), "None")),
        ("missing-twice", ml => ml.Data.FilterRowsByMissingValues(Data(), "Single", "Single")),
        ("missing-texts", ml => ml.Data.FilterRowsByMissingValues(Data(), "Text")),
        ("split-key-absent", ml => ml.Data.TrainTestSplit(Data(), 0.5, "None")),
        ("split-fraction", ml => ml.Data.TrainTestSplit(Data(), 1, "Key")),
        ("split-folds", ml => ml.Data.CrossValidationSplit(Data(), 1, "Key")),
        ("input-null", ml => ml.Data.FilterRowsByColumn(null!, "Single")),
    ];

    /// <summary>The rows of each view, and how many times the context's randomness was drawn from.</summary>
    public static string Describe(Func<MLContext, IReadOnlyList<IDataView>> views)
    {
        var ml = new MLContext(7);
        IReadOnlyList<IDataView> results = views(ml);
        IDataView shuffled = ml.Data.ShuffleRows(Data());
        return string.Join('\n', results.Append(shuffled).Select(view => $"{view.Schema.Count}: {string.Join(' ', Indices(view))}"));
    }

    public static string DescribeError(Action<MLContext> act)
    {
        try
        {
            act(new MLContext(7));
            return "none";
        }
        catch (Exception error)
        {
            return error.GetType().Name;
        }
    }

    private static IReadOnlyList<IDataView> Sides(DataOperationsCatalog.TrainTestData split) => [split.TrainSet, split.TestSet];

    private static List<string> Indices(IDataView view)
    {
        DataViewSchema.Column column = view.Schema["Index"];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<int> getter = cursor.GetGetter<int>(column);
        List<string> indices = [];
        while (cursor.MoveNext())
        {
            int index = 0;
            getter(ref index);
            indices.Add(index.ToString(CultureInfo.InvariantCulture));
        }
        return indices;
    }

    private static T[] Each<T>(Func<int, T> make) => [.. Enumerable.Range(0, RowCount).Select(make)];

    private static ArrayView Data() => new ArrayView()
        .Add("Index", NumberDataViewType.Int32, Each(i => i))
        .Add("Single", NumberDataViewType.Single, Each(i => i == 4 ? float.NaN : i == 5 ? float.PositiveInfinity : i == 6 ? -0f : i == 7 ? float.NegativeInfinity : ((i * 7) % 11) - 5.5f))
        .Add("Double", NumberDataViewType.Double, Each(i => i % 13 == 4 ? double.NaN : i == 6 ? -0d : ((i * 7) % 17) - 5.25))
        .Add("Key", new KeyDataViewType(typeof(uint), 9), Each(i => (uint)i % 11))
        .Add("ByteKey", new KeyDataViewType(typeof(byte), 5), Each(i => (byte)(i % 6)))
        .Add("WideKey", new KeyDataViewType(typeof(ulong), 10_000_000_000), Each(i => (ulong)i * 200_000_000))
        .Add("Text", TextDataViewType.Instance, Texts([.. Each(i => (i % 8) switch { 0 => "", 1 => " ", 2 => $" a{i % 16}", 3 => $"ärger{i % 5}", 4 => $"\u4e2d\u6587x{i % 3}", 5 => $"zé\u4e2d\u00fc{i}", 6 => "\ud83d\ude00" + i, _ => new string('q', i) })]))
        .Add("Flag", BooleanDataViewType.Instance, Each(i => i % 3 == 0))
        .Add("SByte", NumberDataViewType.SByte, Each(i => (sbyte)((i % 20) - 10)))
        .Add("Byte", NumberDataViewType.Byte, Each(i => (byte)(i % 20)))
        .Add("Int16", NumberDataViewType.Int16, Each(i => (short)((i % 20) - 10)))
        .Add("UInt16", NumberDataViewType.UInt16, Each(i => (ushort)(i % 20)))
        .Add("Int32", NumberDataViewType.Int32, Each(i => (i % 20) - 10))
        .Add("UInt32", NumberDataViewType.UInt32, Each(i => (uint)i % 20))
        .Add("Int64", NumberDataViewType.Int64, Each(i => ((i % 20) - 10) * 3_000_000_000L))
        .Add("UInt64", NumberDataViewType.UInt64, Each(i => (ulong)(i % 20) * 3_000_000_000UL))
        .Add("Date", DateTimeDataViewType.Instance, Each(i => new DateTime(2000 + (i % 20), 1, 1)))
        .Add("Moment", DateTimeOffsetDataViewType.Instance, Each(i => new DateTimeOffset(2000 + (i % 20), 1, 1, 0, 0, 0, TimeSpan.FromHours(i % 2))))
        .Add("Span", TimeSpanDataViewType.Instance, Each(i => TimeSpan.FromMinutes((i % 20) - 3)))
        .Add("Id", RowIdDataViewType.Instance, Each(i => new DataViewRowId((ulong)i * 5_000_000_000, (ulong)i)))
        .Add("Singles", Vector(NumberDataViewType.Single, 3), Each(i => i % 9 == 2 ? Sparse(3, (1, i + 0.5f)) : Dense(i % 7, i == 3 ? float.NaN : 2f, i % 2)))
        .Add("Doubles", Vector(NumberDataViewType.Double, 0), Each(i => i % 9 == 2 ? Sparse(4, (1, i == 11 ? double.NaN : i)) : Dense<double>(i % 7)))
        .Add("Keys", Vector(new KeyDataViewType(typeof(ushort), 9), 3), Each(i => i % 9 == 2 ? Sparse(3, (1, (ushort)3)) : Dense((ushort)(1 + (i % 3)), (ushort)2, (ushort)(i % 9))))
        .Add("Texts", Vector(TextDataViewType.Instance, 2), Each(i => DenseTexts($"t{i % 5}", i == 8 ? "" : $"ü{i % 4}")))
        .Add("Flags", Vector(BooleanDataViewType.Instance, 2), Each(i => Dense(i % 2 == 0, i % 3 == 0)))
        .Add("Ints", Vector(NumberDataViewType.Int32, 0), Each(i => i % 9 == 2 ? Dense<int>() : Dense(i % 5, -i % 3)))
        .Add("Longs", Vector(NumberDataViewType.Int64, 2), Each(i => Dense(i % 5L << 33, -i % 3L)))
        .Add("Dates", Vector(DateTimeDataViewType.Instance, 2), Each(i => Dense(new DateTime(2000 + (i % 4), 1, 1), new DateTime(2000, 1 + (i % 3), 1))))
        .Add("Ids", Vector(RowIdDataViewType.Instance, 2), Each(i => Dense(new DataViewRowId((ulong)i % 7, 1), new DataViewRowId(3, (ulong)i))));
}
