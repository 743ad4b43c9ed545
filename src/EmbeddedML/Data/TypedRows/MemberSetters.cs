using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Makes what writes a row's column into a member of an object.</summary>
internal static class MemberSetters<TRow> where TRow : class
{
    /// <summary>What, for a column of a row, makes the action that writes the current value into an object.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The member cannot be written.</exception>
    public static Func<DataViewRow, DataViewSchema.Column, Action<TRow>> Create(RowMember member, DataViewType columnType)
    {
        Type type = member.Type;
        if (type == typeof(string))
            return Text(member.Member);
        if (type == typeof(string[]))
            return Texts(member.Member);
        if (columnType is not VectorDataViewType vector)
            return RawTypes.Invoke(type, new Scalar(member.Member));
        if (type == RawTypes.VectorOf(vector.ItemType.RawType))
            return RawTypes.Invoke(vector.ItemType.RawType, new Vector(member.Member));
        return type.IsSZArray && type.GetElementType() == vector.ItemType.RawType
            ? RawTypes.Invoke(vector.ItemType.RawType, new Array(member.Member))
            : (_, _) => throw Unwritable(member, columnType);
    }

    private static Func<DataViewRow, DataViewSchema.Column, Action<TRow>> Text(MemberInfo member)
    {
        Action<TRow, string> write = MemberAccess.Writer<TRow, string>(member);
        return (row, column) =>
        {
            ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
            ReadOnlyMemory<char> value = default;
            return target =>
            {
                getter(ref value);
                write(target, value.ToString());
            };
        };
    }

    private static Func<DataViewRow, DataViewSchema.Column, Action<TRow>> Texts(MemberInfo member)
    {
        Func<TRow, string[]?> present = Present<string[]?>(member);
        Action<TRow, string[]?> write = MemberAccess.Writer<TRow, string[]?>(member);
        return (row, column) =>
        {
            ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
            VBuffer<ReadOnlyMemory<char>> value = default;
            return target =>
            {
                getter(ref value);
                string[]? texts = OfLength(present(target), value.Length);
                for (int i = 0; i < value.Length; i++)
                    texts![i] = value.GetItemOrDefault(i).ToString();
                write(target, texts);
            };
        };
    }

    // ML.NET keeps an array of the right length, and takes null for one of no items.
    private static T[]? OfLength<T>(T[]? array, int length) => (array?.Length ?? 0) == length ? array : new T[length];

    private static Func<TRow, T?> Present<T>(MemberInfo member)
        => MemberAccess.CanRead(member) ? MemberAccess.Reader<TRow, T?>(member) : static _ => default;

    private static NotSupportedException Unwritable(RowMember member, DataViewType columnType) => new(
        $"The column '{member.ColumnName}' of the type '{columnType}' cannot be written to the member '{member.Member.Name}' of '{typeof(TRow)}', "
        + $"which has the type '{member.Type}'. Accepted: an array of one dimension, or a VBuffer of the type that the column holds.");

    private sealed class Scalar(MemberInfo member) : IRawTypeFunction<Func<DataViewRow, DataViewSchema.Column, Action<TRow>>>
    {
        public Func<DataViewRow, DataViewSchema.Column, Action<TRow>> Invoke<T>()
        {
            Action<TRow, T> write = MemberAccess.Writer<TRow, T>(member);
            return (row, column) =>
            {
                ValueGetter<T> getter = row.GetGetter<T>(column);
                T value = default!;
                return target =>
                {
                    getter(ref value);
                    write(target, value);
                };
            };
        }
    }

    private sealed class Array(MemberInfo member) : IRawTypeFunction<Func<DataViewRow, DataViewSchema.Column, Action<TRow>>>
    {
        public Func<DataViewRow, DataViewSchema.Column, Action<TRow>> Invoke<T>()
        {
            Func<TRow, T[]?> present = Present<T[]?>(member);
            Action<TRow, T[]?> write = MemberAccess.Writer<TRow, T[]?>(member);
            return (row, column) =>
            {
                ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
                VBuffer<T> value = default;
                return target =>
                {
                    getter(ref value);
                    T[]? items = OfLength(present(target), value.Length);
                    value.CopyTo(items);
                    write(target, items);
                };
            };
        }
    }

    private sealed class Vector(MemberInfo member) : IRawTypeFunction<Func<DataViewRow, DataViewSchema.Column, Action<TRow>>>
    {
        public Func<DataViewRow, DataViewSchema.Column, Action<TRow>> Invoke<T>()
        {
            Func<TRow, VBuffer<T>> present = Present<VBuffer<T>>(member);
            Action<TRow, VBuffer<T>> write = MemberAccess.Writer<TRow, VBuffer<T>>(member);
            return (row, column) =>
            {
                ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
                return target =>
                {
                    // The getter writes into the arrays that the object's vector has.
                    VBuffer<T> value = present(target);
                    getter(ref value);
                    write(target, value);
                };
            };
        }
    }
}
