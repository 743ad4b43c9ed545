using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Computes the vectors of <see cref="FlattenImageTransformer"/>.</summary>
internal sealed class FlattenImageMapper : RowMapper
{
    // Below a quarter of the slots, indices and values take less room than all values, and the first layer less time.
    private const int SparseBelow = 4;

    // Lit pixels are moved by whole vectors, as far as there is room behind them.
    private const int Slack = 64;

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

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active) => [_bytes ? new ByteImageGetter(this, input).Get : CreateFloatGetter(input)];

    private ValueGetter<VBuffer<float>> CreateFloatGetter(DataViewRow input)
    {
        ValueGetter<VBuffer<float>> getImage = input.GetGetter<VBuffer<float>>(_input);
        VBuffer<float> image = default;
        float[] pixels = new float[_size];
        DenseFeatures row = new(pixels, _size);
        return (ref VBuffer<float> vector) =>
        {
            getImage(ref image);
            CheckSize(image.Length);
            image.CopyTo(pixels);
            TensorPrimitives.Multiply(pixels, _scale, pixels);
            Write(row, ref vector);
        };
    }

    private void CheckSize(int length)
    {
        if (length != _size)
        {
            throw new InvalidOperationException($"The image in column '{_input.Name}' has {length} values, but its type says {_size}.");
        }
    }

    private static void Write(FeatureMatrix row, ref VBuffer<float> vector)
    {
        int size = row.ColumnCount;
        int lit = row.CountNonZeros(0);
        if (lit <= size / SparseBelow)
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref vector, size, Math.Min(lit + Slack, size - 1));
            row.CopyNonZeros(0, editor.Indices, editor.Values);
            vector = editor.CommitTruncated(lit);
        }
        else
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref vector, size);
            row.CopyRow(0, editor.Values);
            vector = editor.Commit();
        }
    }

    // Whoever can use the bytes as they are takes them; all others are given the vector.
    private sealed class ByteImageGetter : IByteGetter
    {
        private readonly FlattenImageMapper _mapper;
        private readonly ValueGetter<VBuffer<byte>> _getImage;
        private readonly IByteGetter? _source;
        private readonly byte[] _pixels;
        private readonly ByteFeatures _row;
        private VBuffer<byte> _image;

        public ByteImageGetter(FlattenImageMapper mapper, DataViewRow input)
        {
            _mapper = mapper;
            _getImage = input.GetGetter<VBuffer<byte>>(mapper._input);
            _source = ByteGetter.Find(_getImage);
            _pixels = new byte[mapper._size];
            _row = new ByteFeatures(_pixels, mapper._size, mapper._scale);
        }

        public float Scale => _mapper._scale;

        public ReadOnlySpan<byte> Read()
        {
            if (_source is not null)
            {
                ReadOnlySpan<byte> image = _source.Read();
                _mapper.CheckSize(image.Length);
                return image;
            }
            _getImage(ref _image);
            _mapper.CheckSize(_image.Length);
            if (_image.IsDense)
            {
                return _image.GetValues();
            }

            _image.CopyTo(_pixels);
            return _pixels;
        }

        public void Get(ref VBuffer<float> vector)
        {
            Read().CopyTo(_pixels);
            Write(_row, ref vector);
        }
    }
}
