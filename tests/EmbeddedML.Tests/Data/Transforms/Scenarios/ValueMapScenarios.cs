using Microsoft.ML;
using Microsoft.ML.Data;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Maps of values to values, of each type as keys and as values.</summary>
internal static class ValueMapScenarios
{
    private static readonly DateTime s_day = new(2024, 2, 29, 13, 5, 7);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        From("Text-Int32", "Text", [P("a", 1), P("b", -2), P("", 3)], keepsFile: true),
        From("Text-Single", "Text", [P("a", 1.5f), P("b", float.NegativeInfinity)]),
        From("Text-Double", "Text", [P("a", 1.5), P("ärger", 1e300)]),
        From("Text-Text", "Text", [P("a", "eins"), P("b", ""), P("ärger", "\u4e2d\u6587")], keepsFile: true),
        From("Text-Boolean", "Text", [P("a", true), P("b", false)]),
        From("Text-SByte", "Text", [P("a", (sbyte)-3)]),
        From("Text-Byte", "Text", [P("a", (byte)200)]),
        From("Text-Int16", "Text", [P("a", (short)-300)]),
        From("Text-UInt16", "Text", [P("a", (ushort)300)]),
        From("Text-UInt32", "Text", [P("a", 70_000u)]),
        From("Text-Int64", "Text", [P("a", long.MinValue)]),
        From("Text-UInt64", "Text", [P("a", ulong.MaxValue)]),
        From("Text-DateTime", "Text", [P("a", s_day)]),
        From("Text-DateTimeOffset", "Text", [P("a", new DateTimeOffset(s_day, TimeSpan.FromHours(-3)))]),
        From("Text-TimeSpan", "Text", [P("a", TimeSpan.FromMinutes(90))]),
        From("Text-RowId", "Text", [P("a", new DataViewRowId(3, 4))]),
        From("Text-memory", "Text", [P("a".AsMemory(), "x".AsMemory())]),
        From("Single", "Single", [P(2.5f, "x"), P(float.NaN, "nan"), P(-0f, "zero")]),
        From("Double", "Double", [P(2.5, "x"), P(double.NaN, "nan"), P(0d, "zero")]),
        From("Boolean", "Boolean", [P(true, 1.5f)]),
        From("Int32", "Int32", [P(7, (byte)1), P(int.MinValue, (byte)2)]),
        From("Int64", "Int64", [P(7L, "x"), P(long.MinValue, "y")]),
        From("Byte", "Byte", [P((byte)7, "x"), P((byte)255, "y")]),
        From("UInt64", "UInt64", [P(7ul, "x"), P(ulong.MaxValue, "y")]),
        From("DateTime", "DateTime", [P(s_day, 3), P(default(DateTime), 4)]),
        From("DateTimeOffset", "DateTimeOffset", [P(new DateTimeOffset(s_day, TimeSpan.FromHours(2)), 3)]),
        From("TimeSpan", "TimeSpan", [P(TimeSpan.FromHours(2), 3)]),
        From("RowId", "RowId", [P(new DataViewRowId(5, 6), 3)]),
        From("Key", "Key", [P(1u, "one"), P(3u, "three")]),
        From("empty", "Text", Array.Empty<KeyValuePair<string, float>>()),
        From("many", "Number", [.. Enumerable.Range(0, 20_000).Select(i => P(i, i % 3 == 0 ? "fizz" : $"n{i}"))]),

        Keys("Text", [P("a", "x"), P("b", "y"), P("", "x")], keepsFile: true),
        Keys("Single", [P("a", 2.5f), P("b", -1f), P("c", 2.5f)]),
        Keys("Boolean", [P("a", true), P("b", false)]),
        Keys("Byte", [P("a", (byte)7), P("b", (byte)9)]),
        Keys("UInt32", [P("a", 1u), P("b", 3u), P("c", 3u)]),
        Keys("UInt64", [P("a", 2ul), P("b", 9ul)]),
        new("MapValue-keys-Texts", ml => ml.Conversion.MapValue("Out", [P("a", "x"), P("b", "y")], "Texts", treatValuesAsKeyType: true), Data()),
        new("MapValue-keys-back", ml => ml.Conversion.MapValue("Out", [P("a", "x"), P("b", "y")], "Text", treatValuesAsKeyType: true).Append(ml.Conversion.MapKeyToValue("Out")), Data()),

        From("Texts-Single", "Texts", [P("a", 1.5f), P("b", 2f)]),
        From("Texts-Int32", "Texts", [P("a", 1), P("", 2)], keepsFile: true),
        From("VariableTexts", "VariableTexts", [P("a", "eins")]),
        From("Ints", "Ints", [P(1, 10L), P(0, 20L)]),

        Vectors("Single", [P<string, float[]>("a", [1, 2, 3]), P<string, float[]>("b", [0, 0, -1])], keepsFile: true),
        Vectors("variable", [P<string, double[]>("a", [1, 2]), P<string, double[]>("b", [])]),
        Vectors("Text", [P<string, string[]>("a", ["x", ""]), P<string, string[]>("b", ["y", "z"])]),
        Vectors("Boolean", [P<string, bool[]>("a", [true, false, true]), P<string, bool[]>("b", [false, false, true])]),
        Vectors("Int64", [P<string, long[]>("a", [1, 2])]),
        Vectors("empty", Array.Empty<KeyValuePair<string, int[]>>()),

        .. new[] { "Text", "Key", "Single", "Sparse", "Slots", "VariableSlots", "Flags", "Date" }.Select(
            column => new Scenario($"MapValue-view-{column}", ml => FromView(ml, column), Data(), KeepsFile: column is "Key" or "Sparse")),
        new("MapValue-in-place", ml => ml.Conversion.MapValue("Text", [P("a", 1)]), Data()),
    ];

    /// <summary>A table to look up in; its columns do not have the names under which they are stored.</summary>
    public static ArrayView Lookup() => new ArrayView()
        .Add("Value", TextDataViewType.Instance, [.. Texts("a", "b", "c")])
        .Add("Text", TextDataViewType.Instance, Texts("A", "B", ""), Annotations(isNormalized: true))
        .Add("Key", new KeyDataViewType(typeof(byte), 3), [(byte)3, (byte)0, (byte)1], KeyValues(TextDataViewType.Instance, Texts("r", "g", "b")))
        .Add("Single", NumberDataViewType.Single, 1f, float.NaN, -0f)
        .Add("Date", DateTimeDataViewType.Instance, s_day, default, s_day)
        .Add("Sparse", Vector(NumberDataViewType.Single, 4), [Sparse(4, (2, 1f)), Dense(1f, 2f, 3f, 4f), Sparse<float>(4)], ArrayView.SlotNames("w", "x", "y", "z"))
        .Add("Slots", Vector(TextDataViewType.Instance, 2), [DenseTexts("p", "q"), Sparse(2, (1, "s".AsMemory())), DenseTexts("", "")])
        .Add("VariableSlots", Vector(NumberDataViewType.Int32, 0), [Dense(1, 2), Sparse(5, (3, 9)), Dense<int>()])
        .Add("Flags", Vector(BooleanDataViewType.Instance, 9), [Sparse(9, (8, true)), Dense(true, false, true, false, true, false, true, false, true), Sparse<bool>(9)]);

    public static ArrayView Data() => new ArrayView()
        .Add("Text", TextDataViewType.Instance, Texts("a", "b", "", "unseen", "ärger"))
        .Add("Single", NumberDataViewType.Single, 2.5f, float.NaN, 0f, -0f, 1f)
        .Add("Double", NumberDataViewType.Double, 2.5, double.NaN, -0d, 0d, 1d)
        .Add("Boolean", BooleanDataViewType.Instance, true, false, true, false, true)
        .Add("Int32", NumberDataViewType.Int32, 7, 0, int.MinValue, 8, 7)
        .Add("Int64", NumberDataViewType.Int64, 7L, 0L, long.MinValue, 8L, 7L)
        .Add("Byte", NumberDataViewType.Byte, (byte)7, (byte)0, (byte)255, (byte)8, (byte)7)
        .Add("UInt64", NumberDataViewType.UInt64, 7ul, 0ul, ulong.MaxValue, 8ul, 7ul)
        .Add("Number", NumberDataViewType.Int32, 3, 8192, 19_999, 20_000, -1)
        .Add("DateTime", DateTimeDataViewType.Instance, s_day, default, s_day.AddTicks(1), s_day, s_day)
        .Add("DateTimeOffset", DateTimeOffsetDataViewType.Instance, new DateTimeOffset(s_day, TimeSpan.FromHours(2)), default, new DateTimeOffset(s_day, TimeSpan.Zero), new DateTimeOffset(s_day.AddHours(1), TimeSpan.FromHours(3)), default)
        .Add("TimeSpan", TimeSpanDataViewType.Instance, TimeSpan.FromHours(2), default, TimeSpan.FromHours(1), default, default)
        .Add("RowId", RowIdDataViewType.Instance, new DataViewRowId(5, 6), default, new DataViewRowId(6, 5), default, default)
        .Add("Key", ArrayView.Key(3), 1u, 0u, 3u, 2u, 1u)
        .Add("Texts", Vector(TextDataViewType.Instance, 2), [DenseTexts("a", "b"), DenseTexts("", "a"), DenseTexts("x", "y"), DenseTexts("b", "b"), DenseTexts("a", "")], ArrayView.SlotNames("left", "right"))
        .Add("VariableTexts", Vector(TextDataViewType.Instance, 0), [DenseTexts("a"), DenseTexts(), DenseTexts("a", "b", "a"), DenseTexts(""), DenseTexts("x", "y")])
        .Add("Ints", Vector(NumberDataViewType.Int32, 3), [Dense(1, 0, 2), Dense(0, 0, 0), Dense(1, 1, 1), Dense(5, 6, 7), Dense(0, 1, 0)]);

    private static KeyValuePair<TKey, TValue> P<TKey, TValue>(TKey key, TValue value) => new(key, value);

    private static Scenario From<TKey, TValue>(string name, string column, KeyValuePair<TKey, TValue>[] pairs, bool keepsFile = false)
        => new($"MapValue-{name}", ml => ml.Conversion.MapValue("Out", pairs, column), Data(), KeepsFile: keepsFile);

    private static Scenario Keys<TValue>(string name, KeyValuePair<string, TValue>[] pairs, bool keepsFile = false)
        => new($"MapValue-keys-{name}", ml => ml.Conversion.MapValue("Out", pairs, "Text", treatValuesAsKeyType: true), Data(), KeepsFile: keepsFile);

    private static Scenario Vectors<TValue>(string name, KeyValuePair<string, TValue[]>[] pairs, bool keepsFile = false)
        => new($"MapValue-vectors-{name}", ml => ml.Conversion.MapValue("Out", pairs, "Text"), Data(), KeepsFile: keepsFile);

    private static IEstimator<ITransformer> FromView(TransformsCatalog ml, string column)
    {
        ArrayView view = Lookup();
        return ml.Conversion.MapValue("Out", view, view.Schema["Value"], view.Schema[column], "Text");
    }
}
