using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>The values of one column in the rows that were read ahead.</summary>
internal abstract class ReadAheadColumn
{
    /// <summary>Copies the value of the row on which the input stands.</summary>
    /// <param name="slot">The row's position in the batch.</param>
    /// <returns>False where reading threw. The exception is kept, and thrown to the reader of that row.</returns>
    public abstract bool Read(int slot);

    /// <summary>Gives the value in a slot.</summary>
    /// <param name="current">The slot.</param>
    public abstract Delegate CreateGetter(Func<int> current);

    /// <summary>Makes room for a column's values; null where values of its type cannot be copied, as those of images.</summary>
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

    private abstract class Typed<T>(DataViewRow input, DataViewSchema.Column column, int rows) : ReadAheadColumn
    {
        private readonly ValueGetter<T> _getter = input.GetGetter<T>(column);
        private readonly ExceptionDispatchInfo?[] _failures = new ExceptionDispatchInfo?[rows];

        protected T[] Values { get; } = new T[rows];

        public sealed override bool Read(int slot)
        {
            try
            {
                _getter(ref Values[slot]);
                Own(ref Values[slot]);
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

        // Makes a value independent of the memory of the input.
        protected virtual void Own(ref T value)
        {
            if (value is ReadOnlyMemory<char> text)
            {
                value = (T)(object)text.ToString().AsMemory();
            }
        }

        protected abstract void Copy(ref T source, ref T destination);
    }

    private sealed class ScalarColumn<T>(DataViewRow input, DataViewSchema.Column column, int rows) : Typed<T>(input, column, rows)
    {
        protected override void Copy(ref T source, ref T destination) => destination = source;
    }

    private sealed class VectorColumn<T>(DataViewRow input, DataViewSchema.Column column, int rows) : Typed<VBuffer<T>>(input, column, rows)
    {
        protected override void Copy(ref VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);

        protected override void Own(ref VBuffer<T> value)
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
