using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>Stores the values of one column for the rows that were read ahead.</summary>
internal abstract class ReadAheadColumn
{
    /// <summary>Copies the value of the input's current row into a slot.</summary>
    /// <param name="slot">The row's position in the batch.</param>
    /// <returns>False if reading threw. The exception is stored, and rethrown when that row's value is read.</returns>
    public abstract bool Read(int slot);

    /// <summary>Creates a getter that returns the value in a slot.</summary>
    /// <param name="current">Returns the slot to read.</param>
    public abstract Delegate CreateGetter(Func<int> current);

    /// <summary>Creates the storage for a column; null if values of the column's type cannot be copied, such as ML.NET images.</summary>
    public static ReadAheadColumn? Create(DataViewRow input, DataViewSchema.Column column, int rows)
    {
        Type type = column.Type.RawType;
        if (column.Type is not (PrimitiveDataViewType or VectorDataViewType { ItemType: PrimitiveDataViewType }))
        {
            return null;
        }

        Type kind = column.Type is VectorDataViewType vector
            ? typeof(VectorColumn<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ScalarColumn<>).MakeGenericType(type);
        return (ReadAheadColumn)Activator.CreateInstance(kind, input, column, rows)!;
    }

    private abstract class TypedColumn<T>(DataViewRow input, DataViewSchema.Column column, int rows) : ReadAheadColumn
    {
        private readonly ValueGetter<T> _getter = input.GetGetter<T>(column);
        private readonly ExceptionDispatchInfo?[] _failures = new ExceptionDispatchInfo?[rows];

        protected T[] Values { get; } = new T[rows];

        public sealed override bool Read(int slot)
        {
            try
            {
                Clear(ref Values[slot]);
                _getter(ref Values[slot]);
                Detach(ref Values[slot]);
                _failures[slot] = null;
                return true;
            }
            catch (Exception failure)
            {
                _failures[slot] = ExceptionDispatchInfo.Capture(failure);
                return false;
            }
        }

        public sealed override Delegate CreateGetter(Func<int> current) => (ValueGetter<T>)((ref T value) =>
        {
            int slot = current();
            _failures[slot]?.Throw();
            Copy(ref Values[slot], ref value);
        });

        // If the getter fails to write the value, the value of an earlier row is gone.
        protected virtual void Clear(ref T value) => value = default!;

        // Copies what the value references in buffers that the input reuses.
        protected virtual void Detach(ref T value)
        {
            if (value is ReadOnlyMemory<char> text)
            {
                value = (T)(object)text.ToString().AsMemory();
            }
        }

        protected abstract void Copy(ref T source, ref T destination);
    }

    private sealed class ScalarColumn<T>(DataViewRow input, DataViewSchema.Column column, int rows) : TypedColumn<T>(input, column, rows)
    {
        protected override void Copy(ref T source, ref T destination) => destination = source;
    }

    private sealed class VectorColumn<T>(DataViewRow input, DataViewSchema.Column column, int rows) : TypedColumn<VBuffer<T>>(input, column, rows)
    {
        protected override void Clear(ref VBuffer<T> value) => Buffers.Empty(ref value);

        protected override void Copy(ref VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);

        protected override void Detach(ref VBuffer<T> value)
        {
            if (typeof(T) == typeof(ReadOnlyMemory<char>))
            {
                VBufferEditor<T> editor = VBufferEditor.CreateFromBuffer(ref value);
                foreach (ref T item in editor.Values)
                {
                    item = (T)(object)((ReadOnlyMemory<char>)(object)item!).ToString().AsMemory();
                }
            }
        }
    }
}
