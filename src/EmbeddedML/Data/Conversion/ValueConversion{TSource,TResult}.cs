namespace Microsoft.ML.Data;

/// <inheritdoc/>
/// <param name="convert">Converts one value.</param>
internal sealed class ValueConversion<TSource, TResult>(Func<TSource, TResult> convert) : ValueConversion
{
    public TResult Convert(TSource value) => convert(value);

    public override Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<TSource> getter = input.GetGetter<TSource>(column);
        TSource source = default!;
        return (ValueGetter<TResult>)((ref TResult value) =>
        {
            getter(ref source);
            value = convert(source);
        });
    }

    // Slots that are not stored stay so, even where the default value of the one type is not converted to that of the other.
    public override Delegate CreateVectorGetter(DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<TSource>> getter = input.GetGetter<VBuffer<TSource>>(column);
        VBuffer<TSource> source = default;
        return (ValueGetter<VBuffer<TResult>>)((ref VBuffer<TResult> value) =>
        {
            getter(ref source);
            ReadOnlySpan<TSource> stored = source.GetValues();
            VBufferEditor<TResult> editor = VBufferEditor.Create(ref value, source.Length, stored.Length);
            Span<TResult> converted = editor.Values;
            for (int i = 0; i < stored.Length; i++)
                converted[i] = convert(stored[i]);
            source.GetIndices().CopyTo(editor.Indices);
            value = editor.Commit();
        });
    }
}
