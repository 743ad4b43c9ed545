namespace Microsoft.ML.Data;

/// <summary>The rows of a view that have a value in each of some columns, and in each slot of them.</summary>
internal sealed class MissingValuesFilterView : FilterView
{
    private readonly DataViewSchema.Column[] _columns;

    /// <exception cref="ArgumentOutOfRangeException">A column is not there, named twice, or of a type without missing values.</exception>
    public MissingValuesFilterView(IDataView input, string[] columns) : base(input)
    {
        _columns = new DataViewSchema.Column[columns.Length];
        var seen = new HashSet<int>();
        for (int i = 0; i < columns.Length; i++)
        {
            DataViewSchema.Column column = input.Schema.GetColumnOrNull(columns[i]) ?? throw ColumnErrors.Missing(nameof(columns), "input", columns[i]);
            if (!seen.Add(column.Index))
                throw new ArgumentOutOfRangeException(nameof(columns), $"The column '{column.Name}' is named more than once.");
            DataViewType itemType = column.Type.ItemTypeOrSelf();
            if (itemType is not KeyDataViewType && !RowNumber.IsReal(itemType))
                throw ColumnErrors.WrongType(nameof(columns), "input", column.Name, "scalar or vector of Single, Double or KeyType", column.Type.ToString()!);
            _columns[i] = column;
        }
    }

    protected override IEnumerable<DataViewSchema.Column> ConditionColumns => _columns;

    protected override Func<bool> CreateCondition(DataViewRowCursor cursor)
    {
        Func<bool>[] haveValues = Array.ConvertAll(_columns, column => RawTypes.Invoke(column.Type.ItemTypeOrSelf().RawType, new ConditionFactory(cursor, column)));
        return () =>
        {
            foreach (Func<bool> hasValue in haveValues)
            {
                if (!hasValue())
                    return false;
            }
            return true;
        };
    }

    private sealed class ConditionFactory(DataViewRow row, DataViewSchema.Column column) : IRawTypeFunction<Func<bool>>
    {
        public Func<bool> Invoke<T>()
        {
            Predicate<T> isMissing = MissingValues.Predicate<T>(column.Type.ItemTypeOrSelf())!;
            return column.Type is VectorDataViewType ? OfVectors(isMissing) : OfScalars(isMissing);
        }

        private Func<bool> OfScalars<T>(Predicate<T> isMissing)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                return !isMissing(value);
            };
        }

        private Func<bool> OfVectors<T>(Predicate<T> isMissing)
        {
            ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
            bool isDefaultMissing = isMissing(default!);
            VBuffer<T> vector = default;
            return () =>
            {
                getter(ref vector);
                if (isDefaultMissing && !vector.IsDense)
                    return false;
                foreach (T value in vector.GetValues())
                {
                    if (isMissing(value))
                        return false;
                }
                return true;
            };
        }
    }
}
