namespace Microsoft.ML.Data;

/// <summary>A concatenation, bound to the columns of a schema.</summary>
internal sealed class ConcatenatedColumn
{
    private readonly Concatenation _concatenation;
    private readonly DataViewSchema.Column[] _sources;
    private readonly VectorDataViewType _type;

    public ConcatenatedColumn(DataViewSchema inputSchema, Concatenation concatenation)
    {
        _concatenation = concatenation;
        _sources = new DataViewSchema.Column[concatenation.Sources.Count];
        for (int i = 0; i < _sources.Length; i++)
        {
            string name = concatenation.Sources[i].Name;
            _sources[i] = ColumnErrors.Find(inputSchema, nameof(inputSchema), "input", name);
            DataViewType itemType = _sources[0].Type.ItemTypeOrSelf();
            if (!_sources[i].Type.ItemTypeOrSelf().Equals(itemType))
                throw ColumnErrors.WrongType(nameof(inputSchema), "input", name, itemType.ToString()!, _sources[i].Type.ToString()!);
        }
        int size = _sources.All(source => source.Type.ValueCount() > 0) ? _sources.Sum(source => source.Type.ValueCount()) : 0;
        _type = new VectorDataViewType((PrimitiveDataViewType)_sources[0].Type.ItemTypeOrSelf(), size);
    }

    public IReadOnlyList<DataViewSchema.Column> Sources => _sources;

    // One vector column alone is passed on with all that is known about it.
    private bool IsIdentity => _sources is [{ Type: VectorDataViewType }];

    public DataViewSchema.DetachedColumn Describe()
    {
        if (IsIdentity)
            return new DataViewSchema.DetachedColumn(_concatenation.Name, _sources[0].Type, _sources[0].Annotations);
        var annotations = new DataViewSchema.Annotations.Builder();
        if (_type.ItemType is NumberDataViewType && _sources.All(SchemaAnnotationsExtensions.IsNormalized))
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (_type.IsKnownSize)
        {
            if (_sources.Any(source => source.Type is not VectorDataViewType || source.HasSlotNames()))
                annotations.Add<VBuffer<ReadOnlyMemory<char>>>(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, _type.Size), GetSlotNames);
            int rangeEnds = _sources.Sum(source => CategoricalSlots.Read(source).Length);
            if (rangeEnds > 0)
                annotations.Add<VBuffer<int>>(AnnotationKinds.CategoricalSlotRanges, CategoricalSlots.TypeFor(rangeEnds / 2), GetCategoricalSlotRanges);
        }
        return new DataViewSchema.DetachedColumn(_concatenation.Name, _type, annotations.ToAnnotations());
    }

    public Delegate CreateGetter(DataViewRow input)
        => IsIdentity ? SourceGetters.Of(input, _sources[0]) : RawTypes.Invoke(_type.ItemType.RawType, new GetterFactory(this, input));

    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        var names = new SlotNameList(_type.Size);
        VBuffer<ReadOnlyMemory<char>> sourceNames = default;
        int slot = 0;
        for (int i = 0; i < _sources.Length; i++)
        {
            DataViewSchema.Column source = _sources[i];
            string? alias = _concatenation.Sources[i].Alias;
            if (source.Type is not VectorDataViewType)
                names.Set(slot, alias ?? source.Name);
            else if (source.HasSlotNames())
            {
                // An alias that is the column's own name asks for the bare slot names.
                string prefix = alias == source.Name ? "" : $"{alias ?? source.Name}.";
                source.GetSlotNames(ref sourceNames);
                foreach ((int sourceSlot, ReadOnlyMemory<char> name) in sourceNames.Items())
                    names.Set(slot + sourceSlot, name.IsEmpty ? "" : $"{prefix}{name.Span}");
            }
            slot += source.Type.ValueCount();
        }
        names.CopyTo(ref value);
    }

    private void GetCategoricalSlotRanges(ref VBuffer<int> value)
    {
        List<int> ranges = [];
        int slot = 0;
        foreach (DataViewSchema.Column source in _sources)
        {
            ranges.AddRange(CategoricalSlots.Read(source).Select(end => end + slot));
            slot += source.Type.ValueCount();
        }
        value = new VBuffer<int>(ranges.Count, [.. ranges]);
    }

    private sealed class GetterFactory(ConcatenatedColumn column, DataViewRow input) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>() => (ValueGetter<VBuffer<T>>)new ConcatenatingGetter<T>(input, column._sources).Get;
    }
}
