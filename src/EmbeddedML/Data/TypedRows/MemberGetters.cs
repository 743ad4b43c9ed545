using System.Numerics;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Makes getters of columns that are read from members of objects.</summary>
internal static class MemberGetters<TRow> where TRow : class
{
    /// <summary>What makes the getter of a member's column over the current object of a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The member cannot be read.</exception>
    public static Func<CurrentRow<TRow>, Delegate> Create(RowMember member)
    {
        Type type = member.Type;
        if (type == typeof(string))
            return Text(member.Member);
        if (type == typeof(string[]))
            return Texts(member.Member);
        if (member.ColumnType is KeyDataViewType key)
            return Key(member.Member, key);
        if (member.ColumnType is not VectorDataViewType vector)
            return RawTypes.Invoke(type, new Scalar(member.Member));
        if (type == RawTypes.VectorOf(vector.ItemType.RawType))
            return RawTypes.Invoke(vector.ItemType.RawType, new Vector(member.Member));
        return type.IsSZArray && type.GetElementType() == vector.ItemType.RawType
            ? RawTypes.Invoke(vector.ItemType.RawType, new Array(member.Member))
            : _ => throw Unreadable(member);
    }

    private static Func<CurrentRow<TRow>, Delegate> Text(MemberInfo member)
    {
        Func<TRow, string?> read = MemberAccess.Reader<TRow, string?>(member);
        return current => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = read(current.Value).AsMemory());
    }

    private static Func<CurrentRow<TRow>, Delegate> Texts(MemberInfo member)
    {
        Func<TRow, string?[]?> read = MemberAccess.Reader<TRow, string?[]?>(member);
        return current => (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            ReadOnlySpan<string?> texts = read(current.Value);
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, texts.Length);
            for (int i = 0; i < texts.Length; i++)
                editor.Values[i] = texts[i].AsMemory();
            value = editor.Commit();
        });
    }

    // Objects count keys from 0, columns from 1. ML.NET refuses UInt16 here, and only when the column is read.
    private static Func<CurrentRow<TRow>, Delegate> Key(MemberInfo member, KeyDataViewType type) => Type.GetTypeCode(type.RawType) switch
    {
        TypeCode.Byte => Key<byte>(member, type.Count),
        TypeCode.UInt32 => Key<uint>(member, type.Count),
        TypeCode.UInt64 => Key<ulong>(member, type.Count),
        _ => _ => throw new InvalidOperationException(
            $"The member '{member.Name}' of '{typeof(TRow)}' is a key of the type '{type.RawType}', which cannot be read. Accepted: Byte, UInt32, UInt64."),
    };

    private static Func<CurrentRow<TRow>, Delegate> Key<T>(MemberInfo member, ulong count) where T : IBinaryInteger<T>
    {
        Func<TRow, T> read = MemberAccess.Reader<TRow, T>(member);
        return current => (ValueGetter<T>)((ref T value) =>
        {
            T position = read(current.Value);
            value = ulong.CreateTruncating(position) < count ? position + T.One : T.Zero;
        });
    }

    // Such members pass as texts or vectors in a schema definition, as they do with ML.NET, which fails as late.
    private static NotSupportedException Unreadable(RowMember member) => new(
        $"The member '{member.Member.Name}' of '{typeof(TRow)}' has the type '{member.Type}', which cannot be read as '{member.ColumnType}'. "
        + "Accepted: an array of one dimension, or a VBuffer of the type that the column holds.");

    private sealed class Scalar(MemberInfo member) : IRawTypeFunction<Func<CurrentRow<TRow>, Delegate>>
    {
        public Func<CurrentRow<TRow>, Delegate> Invoke<T>()
        {
            Func<TRow, T> read = MemberAccess.Reader<TRow, T>(member);
            return current => (ValueGetter<T>)((ref T value) => value = read(current.Value));
        }
    }

    private sealed class Array(MemberInfo member) : IRawTypeFunction<Func<CurrentRow<TRow>, Delegate>>
    {
        public Func<CurrentRow<TRow>, Delegate> Invoke<T>()
        {
            Func<TRow, T[]?> read = MemberAccess.Reader<TRow, T[]?>(member);
            return current => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
            {
                ReadOnlySpan<T> items = read(current.Value);
                VBufferEditor<T> editor = VBufferEditor.Create(ref value, items.Length);
                items.CopyTo(editor.Values);
                value = editor.Commit();
            });
        }
    }

    private sealed class Vector(MemberInfo member) : IRawTypeFunction<Func<CurrentRow<TRow>, Delegate>>
    {
        public Func<CurrentRow<TRow>, Delegate> Invoke<T>()
        {
            Func<TRow, VBuffer<T>> read = MemberAccess.Reader<TRow, VBuffer<T>>(member);
            return current => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => read(current.Value).CopyTo(ref value));
        }
    }
}
