using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Computes the vectors of <see cref="FlattenImageTransformer"/>.</summary>
internal sealed class FlattenImageMapper : RowMapper
{
    // Below a quarter of the slots, indices and values take less room than all values, and the first layer less time.
    private const int SparseBelow = 4;

    private readonly DataViewSchema.Column _input;
    private readonly int _size;
    private readonly bool _bytes;
    private readonly float _scale;

    public FlattenImageMapper(DataViewSchema schema, DataViewSchema.Column input, VectorDataViewType type, string output, float scale) : base(schema)
    {
        _input = input;
        _size = type.Size;
        _bytes = type.ItemType == NumberDataViewType.Byte;
        _scale = scale;
        AddedColumns = [new DataViewSchema.DetachedColumn(output, new VectorDataViewType(NumberDataViewType.Single, _size))];
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [_input];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active)
        => [_bytes ? CreateGetter<byte>(input, ScaleTable()) : CreateGetter<float>(input, value => value * _scale)];

    // A table gives the very products that a multiplication does.
    private Func<byte, float> ScaleTable()
    {
        float[] table = new float[256];
        for (int i = 0; i < table.Length; i++)
            table[i] = i * _scale;
        return value => table[value];
    }

    private ValueGetter<VBuffer<float>> CreateGetter<TPixel>(DataViewRow input, Func<TPixel, float> scale) where TPixel : struct, IEquatable<TPixel>
    {
        ValueGetter<VBuffer<TPixel>> getImage = input.GetGetter<VBuffer<TPixel>>(_input);
        VBuffer<TPixel> image = default;
        return (ref VBuffer<float> vector) =>
        {
            getImage(ref image);
            if (image.Length != _size)
                throw new InvalidOperationException($"The image in column '{_input.Name}' has {image.Length} values, but its type says {_size}.");
            ReadOnlySpan<TPixel> pixels = image.GetValues();
            int lit = pixels.Length - pixels.Count(default(TPixel));
            VBufferEditor<float> editor = VBufferEditor.Create(ref vector, _size, lit <= _size / SparseBelow ? lit : _size);
            if (editor.Values.Length < _size)
                WriteSparse(image, scale, editor);
            else
                WriteDense(image, scale, editor.Values);
            vector = editor.Commit();
        };
    }

    private static void WriteSparse<TPixel>(in VBuffer<TPixel> image, Func<TPixel, float> scale, VBufferEditor<float> editor)
        where TPixel : struct, IEquatable<TPixel>
    {
        ReadOnlySpan<TPixel> pixels = image.GetValues();
        ReadOnlySpan<int> slots = image.GetIndices();
        int count = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i].Equals(default))
                continue;
            editor.Indices[count] = image.IsDense ? i : slots[i];
            editor.Values[count++] = scale(pixels[i]);
        }
    }

    private static void WriteDense<TPixel>(in VBuffer<TPixel> image, Func<TPixel, float> scale, Span<float> vector)
    {
        ReadOnlySpan<TPixel> pixels = image.GetValues();
        ReadOnlySpan<int> slots = image.GetIndices();
        if (!image.IsDense)
            vector.Clear();
        for (int i = 0; i < pixels.Length; i++)
            vector[image.IsDense ? i : slots[i]] = scale(pixels[i]);
    }
}
