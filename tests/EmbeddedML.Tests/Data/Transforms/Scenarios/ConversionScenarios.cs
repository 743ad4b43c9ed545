using Microsoft.ML;
using Microsoft.ML.Data;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Conversions between types.</summary>
internal static class ConversionScenarios
{
    private static readonly DataKind[] s_signed = [DataKind.SByte, DataKind.Int16, DataKind.Int32, DataKind.Int64, DataKind.Single, DataKind.Double, DataKind.Boolean, DataKind.String];
    private static readonly DataKind[] s_unsigned = [DataKind.Byte, DataKind.UInt16, DataKind.UInt32, DataKind.UInt64, DataKind.Single, DataKind.Double, DataKind.Boolean, DataKind.String];
    private static readonly DataKind[] s_reals = [DataKind.Single, DataKind.Double, DataKind.Boolean, DataKind.String];
    private static readonly DataKind[] s_times = [DataKind.Int64, DataKind.Single, DataKind.Double, DataKind.String];

    /// <summary>For each type the kinds to which its values can be converted.</summary>
    public static IReadOnlyDictionary<string, DataKind[]> Kinds { get; } = new Dictionary<string, DataKind[]>
    {
        ["SByte"] = s_signed,
        ["Int16"] = s_signed,
        ["Int32"] = s_signed,
        ["Int64"] = s_signed,
        ["Byte"] = s_unsigned,
        ["UInt16"] = s_unsigned,
        ["UInt32"] = s_unsigned,
        ["UInt64"] = s_unsigned,
        ["Single"] = s_reals,
        ["Double"] = s_reals,
        ["Text"] = [.. Enum.GetValues<DataKind>().Except([DataKind.SByte, DataKind.Int16, DataKind.Int32, DataKind.Int64])],
        ["Digits"] = Enum.GetValues<DataKind>(),
        ["Flag"] = s_signed,
        ["Span"] = s_times,
        ["Date"] = [.. s_times, DataKind.DateTime],
        ["Moment"] = s_times,
        ["Id"] = [DataKind.Byte, DataKind.UInt16, DataKind.UInt32, DataKind.UInt64, DataKind.String],
        ["Key"] = [DataKind.Byte, DataKind.UInt16, DataKind.UInt32, DataKind.UInt64],
    };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. Kinds.Select(pair => new Scenario($"ConvertType-{pair.Key}", ml => Chain(ml, pair.Key, pair.Value), Data())),
        .. Kinds.Select(pair => new Scenario($"ConvertType-{pair.Key}-vectors", ml => Chain(ml, pair.Key + "s", pair.Value), Data())),
        new("ConvertType", ml => ml.Conversion.ConvertType("Flag"), Data(), KeepsFile: true),
        new("ConvertType-several", ml => ml.Conversion.ConvertType([new InputOutputColumnPair("A", "Int32"), new InputOutputColumnPair("Texts")], DataKind.Double), Data(), KeepsFile: true),
    ];

    public static ArrayView Data()
    {
        var view = new ArrayView();
        Add<sbyte>(view, "SByte", NumberDataViewType.SByte, [0, -1, sbyte.MinValue, sbyte.MaxValue]);
        Add<short>(view, "Int16", NumberDataViewType.Int16, [0, -1, short.MinValue, 300]);
        Add<int>(view, "Int32", NumberDataViewType.Int32, [0, 65, -70_000, int.MaxValue]);
        Add<long>(view, "Int64", NumberDataViewType.Int64, [0, 255, long.MinValue, (1L << 53) + 1]);
        Add<byte>(view, "Byte", NumberDataViewType.Byte, [0, 1, 128, 255]);
        Add<ushort>(view, "UInt16", NumberDataViewType.UInt16, [0, 255, 256, ushort.MaxValue]);
        Add<uint>(view, "UInt32", NumberDataViewType.UInt32, [0, 65_535, 65_536, uint.MaxValue]);
        Add<ulong>(view, "UInt64", NumberDataViewType.UInt64, [0, uint.MaxValue, 1UL << 32, ulong.MaxValue]);
        Add<float>(view, "Single", NumberDataViewType.Single, [0, float.NaN, -1 / 3f, 1e-9f, 16_777_217, float.PositiveInfinity, -0f]);
        Add<double>(view, "Double", NumberDataViewType.Double, [0, double.NaN, 1 / 3d, 1e300, -0d, 0.1]);
        Add(view, "Text", TextDataViewType.Instance, Texts("", "1", "-7", "300", " 2.5 ", "true", "No", "?", "NaN", "x", "1e3", "99999999999", "-Infinity", "2020-02-03T04:05:06", "1.02:03:04", "0x00000000000000010000000000000002", " 5", " 5 ", "5 ", " ?", "12.5  ", "  "));
        Add(view, "Digits", TextDataViewType.Instance, Texts("", "1", "-7", "127", "-128", "007"));
        Add(view, "Flag", BooleanDataViewType.Instance, [false, true, true, false]);
        Add<TimeSpan>(view, "Span", TimeSpanDataViewType.Instance, [default, TimeSpan.FromMinutes(-90), new TimeSpan(1, 2, 3, 4, 5), TimeSpan.MaxValue]);
        Add<DateTime>(view, "Date", DateTimeDataViewType.Instance, [default, new DateTime(2024, 2, 29, 12, 0, 1), new DateTime(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc)]);
        Add<DateTimeOffset>(view, "Moment", DateTimeOffsetDataViewType.Instance, [default, new DateTimeOffset(2024, 2, 29, 12, 0, 1, TimeSpan.FromHours(-3))]);
        Add<DataViewRowId>(view, "Id", RowIdDataViewType.Instance, [default, new DataViewRowId(200, 0), new DataViewRowId(70_000, 0), new DataViewRowId(1, 1)]);
        Add<uint>(view, "Key", new KeyDataViewType(typeof(uint), 4), [0u, 1, 4, 2], KeyValues(TextDataViewType.Instance, Texts("a", "b", "c", "d")));
        return view;
    }

    private const int RowCount = 22;

    // Each value is in some row, and in vectors both stored and not stored where it is the type's default.
    private static void Add<T>(ArrayView view, string name, PrimitiveDataViewType type, T[] values, DataViewSchema.Annotations? annotations = null)
    {
        T[] column = [.. Enumerable.Range(0, RowCount).Select(i => values[i % values.Length])];
        VBuffer<T>[] vectors = [.. Enumerable.Range(0, RowCount).Select(i => i % 3 == 2 ? Sparse(3, (1, column[i])) : Dense(column[i], column[(i + 1) % RowCount], column[0]))];
        DataViewSchema.Annotations described = annotations ?? Annotations(isNormalized: true);
        view.Add(name, type, column, described).Add(name + "s", Vector(type, 3), vectors, annotations ?? Annotations(["x", "y", "z"], isNormalized: true));
    }

    private static IEstimator<ITransformer> Chain(TransformsCatalog ml, string column, DataKind[] kinds)
    {
        IEstimator<ITransformer> chain = ml.Conversion.ConvertType("To" + kinds[0], column, kinds[0]);
        foreach (DataKind kind in kinds[1..])
            chain = chain.Append(ml.Conversion.ConvertType("To" + kind, column, kind));
        return chain;
    }
}
