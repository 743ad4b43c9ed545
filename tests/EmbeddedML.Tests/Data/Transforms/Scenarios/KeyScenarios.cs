using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static EmbeddedML.Tests.Data.Transforms.Scenarios.Values;

namespace EmbeddedML.Tests.Data.Transforms.Scenarios;

/// <summary>Estimators that map values to keys, and back.</summary>
internal static class KeyScenarios
{
    private const ValueToKeyMappingEstimator.KeyOrdinality ByValue = ValueToKeyMappingEstimator.KeyOrdinality.ByValue;

    private static readonly string[] s_inputs =
    [
        "Text", "Single", "Double", "Bool", "Int32", "Byte", "SByte", "Int16", "UInt16", "UInt32", "Int64", "UInt64",
        "DateTime", "DateTimeOffset", "TimeSpan", "RowId", "Key", "NamedKey",
    ];

    private static readonly string[] s_vectorInputs = ["Texts", "Singles", "VariableTexts", "Keys", "Bools"];

    private static readonly string[] s_keyInputs = ["Key", "NamedKey", "Keys", "SparseKeys", "SparseKeyNumbers", "VariableKeys", "OneKey", "SlotKeys"];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. s_inputs.Concat(s_vectorInputs).Select(name => new Scenario($"MapValueToKey-{name}", ml => ml.Conversion.MapValueToKey("Out", name), Train(), Apply())),
        .. s_inputs.Concat(s_vectorInputs).Select(name => new Scenario($"MapValueToKey-{name}-by-value", ml => ml.Conversion.MapValueToKey("Out", name, keyOrdinality: ByValue), Train(), Apply())),
        // For keys whose values are not known, the estimator refuses to say that the new keys stand for text.
        .. s_inputs.Concat(s_vectorInputs).Where(name => name != "Key").Select(name => new Scenario($"MapValueToKey-{name}-as-text", ml => ml.Conversion.MapValueToKey("Out", name, addKeyValueAnnotationsAsText: true), Train(), Apply())),
        .. s_inputs.Concat(s_vectorInputs).Select(name => new Scenario($"MapKeyToValue-{name}", ml => ml.Conversion.MapValueToKey("Out", name).Append(ml.Conversion.MapKeyToValue("Back", "Out")), Train(), Apply())),
        new("MapValueToKey-maximum", ml => ml.Conversion.MapValueToKey("Out", "Text", maximumNumberOfKeys: 2), Train(), Apply()),
        new("MapValueToKey-maximum-by-value", ml => ml.Conversion.MapValueToKey("Out", "Texts", maximumNumberOfKeys: 2, keyOrdinality: ByValue), Train(), Apply()),
        new("MapValueToKey-maximum-sparse", ml => ml.Conversion.MapValueToKey("Out", "Singles", maximumNumberOfKeys: 1), Train(), Apply()),
        new("MapValueToKey-several", ml => ml.Conversion.MapValueToKey([new InputOutputColumnPair("X", "Text"), new InputOutputColumnPair("Single"), new InputOutputColumnPair("Y", "Text")]), Train(), Apply(), KeepsFile: true),
        new("MapValueToKey-key-data", ml => ml.Conversion.MapValueToKey("Out", "Text", keyData: Terms()), Train(), Apply()),
        new("MapValueToKey-key-data-by-value", ml => ml.Conversion.MapValueToKey([new InputOutputColumnPair("X", "Text"), new InputOutputColumnPair("Y", "Texts")], keyOrdinality: ByValue, keyData: Terms()), Train(), Apply()),
        new("MapValueToKey-nothing", ml => ml.Conversion.MapValueToKey("Out", "Missing"), Train(), Apply()),
        new("MapValueToKey-sparse-result", ml => ml.Conversion.MapValueToKey("Out", "Wide"), Train(), Apply()),
        new("MapValueToKey-default-is-a-key", ml => ml.Conversion.MapValueToKey("Out", "WideZero"), Train(), Apply()),
        new("MapKeyToValue-in-place", ml => ml.Conversion.MapValueToKey("Text").Append(ml.Conversion.MapKeyToValue("Text")), Train(), Apply(), KeepsFile: true),
        new("MapKeyToValue-named-key", ml => ml.Conversion.MapKeyToValue("Out", "NamedKey"), Train(), Apply()),
        new("MapKeyToValue-sparse", ml => ml.Conversion.MapKeyToValue([new InputOutputColumnPair("Out", "SparseKeys"), new InputOutputColumnPair("Out2", "SparseKeyNumbers")]), Train(), Apply()),
        .. s_keyInputs.Select(name => new Scenario($"MapKeyToVector-{name}", ml => ml.Conversion.MapKeyToVector("Out", name), Train(), Apply())),
        .. s_keyInputs.Select(name => new Scenario($"MapKeyToVector-{name}-counts", ml => ml.Conversion.MapKeyToVector("Out", name, outputCountVector: true), Train(), Apply())),
        new("MapKeyToVector-several", ml => ml.Conversion.MapKeyToVector([new InputOutputColumnPair("NamedKey"), new InputOutputColumnPair("Out", "Keys")]), Train(), Apply(), KeepsFile: true),
        .. Enum.GetValues<OneHotEncodingEstimator.OutputKind>().SelectMany(kind => new[] { "Text", "Single", "Texts", "Keys", "VariableTexts", "Bools" }.Select(
            name => new Scenario($"OneHotEncoding-{name}-{kind}", ml => ml.Categorical.OneHotEncoding("Out", name, kind), Train(), Apply(), KeepsFile: name == "Texts"))),
        new("OneHotEncoding-several", ml => ml.Categorical.OneHotEncoding([new InputOutputColumnPair("Text"), new InputOutputColumnPair("Out", "Int32")], maximumNumberOfKeys: 3, keyOrdinality: ByValue), Train(), Apply()),
        new("OneHotEncoding-key-data", ml => ml.Categorical.OneHotEncoding("Out", "Text", keyData: Terms()), Train(), Apply()),
    ];

    private static ArrayView Terms() => new ArrayView().Add("Term", TextDataViewType.Instance, Texts("dog", "", "cat", "dog", "ant"));

    private static ArrayView Train() => Make(0);

    // The same columns with values that training has not seen, too.
    private static ArrayView Apply() => Make(1);

    private static DataViewSchema.Annotations Both(DataViewSchema.Annotations first, DataViewSchema.Annotations second)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(first, _ => true);
        builder.Add(second, _ => true);
        return builder.ToAnnotations();
    }

    private static ArrayView Make(int unseen)
    {
        DateTime day = new(2024, 2, 29, 13, 5, 7, DateTimeKind.Unspecified);
        TimeSpan offset = TimeSpan.FromHours(2);
        DataViewSchema.Annotations keyNames = KeyValues(TextDataViewType.Instance, Texts("red", "green", "blue", "black"));
        DataViewSchema.Annotations keyNumbers = KeyValues(NumberDataViewType.Single, .5f, 0f, float.NaN, 3f);
        KeyDataViewType key4 = new(typeof(uint), 4);
        return new ArrayView()
            .Add("Text", TextDataViewType.Instance, Texts("b", "a", "", unseen == 0 ? "C" : "unseen", "a"))
            .Add("Single", NumberDataViewType.Single, 2.5f, -1e10f, float.NaN, 0.1f + unseen, 2.5f)
            .Add("Double", NumberDataViewType.Double, 2.5, 1.0 / 3, double.NaN, 0.1 + unseen, -0.0)
            .Add("Bool", BooleanDataViewType.Instance, true, false, true, false, true)
            .Add("Int32", NumberDataViewType.Int32, 7, -7, 0, int.MinValue + unseen, 7)
            .Add("Byte", NumberDataViewType.Byte, (byte)7, (byte)255, (byte)0, (byte)(1 + unseen), (byte)7)
            .Add("SByte", NumberDataViewType.SByte, (sbyte)7, (sbyte)-128, (sbyte)0, (sbyte)(1 + unseen), (sbyte)7)
            .Add("Int16", NumberDataViewType.Int16, (short)7, short.MinValue, (short)0, (short)(1 + unseen), (short)7)
            .Add("UInt16", NumberDataViewType.UInt16, (ushort)7, ushort.MaxValue, (ushort)0, (ushort)(1 + unseen), (ushort)7)
            .Add("UInt32", NumberDataViewType.UInt32, 7u, uint.MaxValue, 0u, (uint)(1 + unseen), 7u)
            .Add("Int64", NumberDataViewType.Int64, 7L, long.MinValue, 0L, 1L + unseen, 7L)
            .Add("UInt64", NumberDataViewType.UInt64, 7ul, ulong.MaxValue, 0ul, (ulong)(1 + unseen), 7ul)
            .Add("DateTime", DateTimeDataViewType.Instance, day, day.AddDays(-1), default, day.AddTicks(1 + unseen), day)
            .Add("DateTimeOffset", DateTimeOffsetDataViewType.Instance, new DateTimeOffset(day, offset), new DateTimeOffset(day, -offset), default, new DateTimeOffset(day.AddMinutes(unseen), TimeSpan.Zero), new DateTimeOffset(day, offset))
            .Add("TimeSpan", TimeSpanDataViewType.Instance, offset, -offset, default, offset + TimeSpan.FromMilliseconds(3 + unseen), offset)
            .Add("RowId", RowIdDataViewType.Instance, new DataViewRowId(5, 6), new DataViewRowId(6, 5), default, new DataViewRowId((ulong)(7 + unseen), 0), new DataViewRowId(5, 6))
            .Add("Key", new KeyDataViewType(typeof(byte), 9), (byte)9, (byte)2, (byte)0, (byte)(3 + unseen), (byte)9)
            .Add("NamedKey", key4, [3u, 1u, 0u, (uint)(4 - unseen), 3u], keyNames)
            .Add("Missing", NumberDataViewType.Single, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN)
            .Add("Texts", Vector(TextDataViewType.Instance, 3), [DenseTexts("b", "a", ""), DenseTexts("a", "c", "b"), DenseTexts("", "", ""), DenseTexts("c", unseen == 0 ? "d" : "unseen", "a"), DenseTexts("b", "b", "b")], ArrayView.SlotNames("first", "second", "third"))
            .Add("VariableTexts", Vector(TextDataViewType.Instance, 0), [DenseTexts("b", "a"), DenseTexts(), DenseTexts("b", "c", "", "a", "b"), DenseTexts("x"), DenseTexts("")])
            .Add("Singles", Vector(NumberDataViewType.Single, 4), [Sparse(4, (0, 3f), (2, 1f)), Dense(1f, 2f, 3f, 0f), Sparse<float>(4), Sparse(4, (3, 5f + unseen)), Dense(float.NaN, 1f, 1f, 0f)])
            .Add("Bools", Vector(BooleanDataViewType.Instance, 2), [Dense(true, true), Sparse<bool>(2), Dense(false, true), Sparse(2, (1, true)), Dense(true, false)])
            .Add("Keys", Vector(key4, 3), [Dense(4u, 1u, 0u), Sparse(3, (1, 2u)), Sparse<uint>(3), Dense(1u, 2u, 3u - (uint)unseen), Sparse(3, (0, 4u), (2, 1u))], keyNames)
            .Add("SparseKeys", Vector(key4, 5), [Dense(4u, 1u, 0u, 0u, 2u), Sparse(5, (1, 2u)), Sparse<uint>(5), Dense(1u, 2u, 3u, 0u, 0u), Sparse(5, (0, 4u), (2, 1u))], keyNames)
            .Add("SparseKeyNumbers", Vector(key4, 5), [Dense(4u, 1u, 0u, 0u, 2u), Sparse(5, (1, 2u)), Sparse<uint>(5), Dense(1u, 2u, 3u, 0u, 0u), Sparse(5, (0, 4u), (2, 1u))], keyNumbers)
            .Add("VariableKeys", Vector(key4, 0), [Dense(4u, 1u, 4u), Sparse(7, (1, 2u)), Dense<uint>(), Dense(1u, 2u, 3u, 0u, 4u, 4u), Sparse(5, (0, 4u), (2, 1u))], keyNames)
            .Add("OneKey", Vector(key4, 1), [Dense(4u), Sparse<uint>(1), Dense(0u), Dense(1u), Dense(2u)], keyNames)
            .Add("SlotKeys", Vector(key4, 2), [Dense(4u, 1u), Sparse(2, (1, 2u)), Dense(0u, 3u), Dense(1u, 2u), Sparse<uint>(2)], Both(keyNames, ArrayView.SlotNames("left", "")))
            .Add("Wide", Vector(TextDataViewType.Instance, 9), [Sparse(9, (3, "a".AsMemory())), Sparse(9, (3, "a".AsMemory()), (4, "b".AsMemory()), (5, "a".AsMemory())), Sparse(9, (0, "a".AsMemory()), (4, "b".AsMemory()), (5, "a".AsMemory()), (8, "c".AsMemory())), Sparse<ReadOnlyMemory<char>>(9), DenseTexts("", "", "", "", "a", "", "", "", "")])
            .Add("WideZero", Vector(NumberDataViewType.Int32, 6), [Sparse(6, (3, 1)), Sparse(6, (0, 2), (1, 3)), Dense(1, 2, 3, 1, 2, 3), Sparse<int>(6), Dense(9 * unseen, 9 * unseen, 9 * unseen, 9 * unseen, 9 * unseen, 1)]);
    }
}
