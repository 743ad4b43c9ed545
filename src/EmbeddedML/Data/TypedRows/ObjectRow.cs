using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>A row whose values are those of an object, which can be exchanged for another. All columns are active.</summary>
internal sealed class ObjectRow<[DynamicallyAccessedMembers(TypedRows.Members)] TRow> : DataViewRow where TRow : class
{
    private readonly CurrentRow<TRow> _current = new();
    private readonly Delegate[] _getters;
    private long _position = -1;

    public ObjectRow(IHostEnvironment env, SchemaDefinition? schemaDefinition)
    {
        RowMember[] members = RowMember.Of<TRow>(schemaDefinition, SchemaDefinition.Direction.Read);
        env.Register("Row");
        Schema = RowMember.SchemaOf(members);
        _getters = Array.ConvertAll(members, member => MemberGetters<TRow>.Create(member)(_current));
    }

    public override DataViewSchema Schema { get; }

    /// <summary>How many objects came before the present one; -1 before the first.</summary>
    public override long Position => _position;

    public override long Batch => 0;

    /// <summary>Steps to another object, or to the same one again.</summary>
    public void MoveTo(TRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _current.Value = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) 
    {
        RowChecks.CheckInSchema(Schema, column);
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckActive(this, column);
        return RowChecks.Cast<TValue>(_getters[column.Index], column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter()
        => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);
}
