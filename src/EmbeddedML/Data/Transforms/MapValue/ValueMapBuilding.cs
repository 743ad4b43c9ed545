using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Makes maps of pairs that a program gives.</summary>
internal static class ValueMapBuilding
{
    /// <exception cref="InvalidOperationException">There is no column type for a type, or a key comes twice.</exception>
    public static ValueMap Make<TKey, TValue>(IHostEnvironment env, IEnumerable<KeyValuePair<TKey, TValue>> pairs, bool treatValuesAsKeys)
    {
        ArgumentNullException.ThrowIfNull(pairs, "keyValuePairs");
        KeyValuePair<TKey, TValue>[] entries = [.. pairs];
        PrimitiveDataViewType keyType = TypeOf(typeof(TKey));
        PrimitiveDataViewType valueType = TypeOf(typeof(TValue));
        StoredColumn keys = MakeColumn(ValueMap.KeyName, keyType, Array.ConvertAll(entries, pair => pair.Key));
        TValue[] values = Array.ConvertAll(entries, pair => pair.Value);
        RegisterView(env);
        return new ValueMap(keys, treatValuesAsKeys ? MakeKeys(valueType, values) : MakeColumn(ValueMap.ValueName, valueType, values));
    }

    /// <inheritdoc cref="Make{TKey, TValue}(IHostEnvironment, IEnumerable{KeyValuePair{TKey, TValue}}, bool)"/>
    public static ValueMap Make<TKey, TValue>(IHostEnvironment env, IEnumerable<KeyValuePair<TKey, TValue[]>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs, "keyValuePairs");
        KeyValuePair<TKey, TValue[]>[] entries = [.. pairs];
        PrimitiveDataViewType keyType = TypeOf(typeof(TKey));
        PrimitiveDataViewType valueType = TypeOf(typeof(TValue));
        StoredColumn keys = MakeColumn(ValueMap.KeyName, keyType, Array.ConvertAll(entries, pair => pair.Key));
        TValue[][] values = Array.ConvertAll(entries, pair => pair.Value);
        RegisterView(env);
        return new ValueMap(keys, typeof(TValue) == typeof(string)
            ? MakeVectors(valueType, Array.ConvertAll((string[][])(object)values, texts => Array.ConvertAll(texts, ToText)))
            : MakeVectors(valueType, values));
    }

    // ML.NET makes a view of the pairs, which registers; what registers later draws other numbers without it.
    private static void RegisterView(IHostEnvironment env) => env.Register("ArrayDataView");

    private static StoredColumn MakeColumn<T>(string name, PrimitiveDataViewType type, T[] values)
    {
        if (values is string[] texts)
            return new StoredColumn<ReadOnlyMemory<char>>(name, type, Array.ConvertAll(texts, ToText));
        CheckItems<T>(name);
        return new StoredColumn<T>(name, type, values);
    }

    // Where all vectors have one length it is part of the type.
    private static StoredColumn<VBuffer<T>> MakeVectors<T>(PrimitiveDataViewType itemType, T[]?[] values)
    {
        CheckItems<T>(ValueMap.ValueName);
        int[] lengths = [.. values.Select(v => v?.Length ?? 0).Distinct().Take(2)];
        var type = new VectorDataViewType(itemType, lengths is [int only] ? only : 0);
        return new StoredColumn<VBuffer<T>>(ValueMap.ValueName, type, Array.ConvertAll(values, v => new VBuffer<T>(v?.Length ?? 0, (T[])(v?.Clone() ?? Array.Empty<T>()))));
    }

    /// <summary>Values as keys: numbers of 32 and 64 bits without sign are keys already, others are counted from 1 in the order in which they come.</summary>
    private static StoredColumn MakeKeys<T>(PrimitiveDataViewType type, T[] values)
    {
        List<string> names = [];
        Dictionary<ValueTuple<T>, uint> numbers = [];
        var keys = new uint[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not T value)
                throw new ArgumentNullException("keyValuePairs", $"The value at {i} is null.");
            if (numbers.TryAdd(new ValueTuple<T>(value), (uint)names.Count + 1))
                names.Add(value.ToString()!);
            keys[i] = numbers[new ValueTuple<T>(value)];
        }
        if (names.Count == 0)
            throw new ArgumentOutOfRangeException("keyValuePairs", "There are no values to treat as keys.");

        DataViewSchema.Annotations annotations = KeyValues([.. names.Select(ToText)]);
        return values switch
        {
            uint[] own when typeof(T) == typeof(uint) => MakeKeyColumn(own, names.Count, annotations),
            ulong[] own when typeof(T) == typeof(ulong) => MakeKeyColumn(own, names.Count, annotations),
            _ => MakeKeyColumn(keys, names.Count, annotations),
        };
    }

    private static StoredColumn<T> MakeKeyColumn<T>(T[] keys, int count, DataViewSchema.Annotations annotations)
        => new(ValueMap.ValueName, new KeyDataViewType(typeof(T), count), keys, annotations);

    private static DataViewSchema.Annotations KeyValues(ReadOnlyMemory<char>[] names)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            AnnotationKinds.KeyValues,
            new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, names.Length);
                names.CopyTo(editor.Values);
                value = editor.Commit();
            });
        return annotations.ToAnnotations();
    }

    private static ReadOnlyMemory<char> ToText(string text)
        => (text ?? throw new ArgumentNullException("keyValuePairs", "A text of the map is null.")).AsMemory();

    // An array stands for its items as far as the type of the column goes, but cannot be one of its values.
    private static void CheckItems<T>(string name)
    {
        if (typeof(T).IsArray)
            throw new ArgumentOutOfRangeException("keyValuePairs", $"'{typeof(T)}' cannot be the type of the map's column '{name}'.");
    }

    private static PrimitiveDataViewType TypeOf(Type type)
    {
        Type item = type.IsArray ? type.GetElementType()! : type;
        if (item == typeof(string))
            return TextDataViewType.Instance;
        return RawTypes.PrimitiveTypeOf(item) ?? throw new InvalidOperationException($"A map cannot have keys or values of '{item}'.");
    }
}
