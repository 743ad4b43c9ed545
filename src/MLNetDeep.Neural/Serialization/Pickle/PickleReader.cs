using System.Text;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Reads a pickle as plain data. A pickle is a program for a stack machine; in Python it can call any function. This reader runs only the
/// opcodes that build integers, texts, tuples and lists, and those that a derived class adds. It treats the few names that the derived class
/// knows as data, calls no functions, and throws on everything else.
/// </summary>
/// <param name="source">The bytes of the pickle.</param>
/// <param name="subject">What the pickle holds, in the plural, for messages.</param>
internal abstract class PickleReader(ByteSource source, string subject)
{
    private const int MinProtocol = 2;
    private const int MaxProtocol = 5;

    // Python appends at most 1,000 items at a time, so the stack stays short. A value other than an integer takes more memory than its
    // bytes in the pickle, so the number of these values is limited.
    private const int MaxStackLength = 1 << 16;
    private const int MaxMarks = 256;

    private readonly List<PickleValue> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, PickleValue> _memo = [];

    private long _valueCount;
    private long _offset;
    private PickleOpcode _opcode;

    /// <summary>The bytes of the pickle.</summary>
    protected ByteSource Source => source;

    /// <summary>The largest number of values other than integers.</summary>
    protected abstract long MaxValues { get; }

    /// <summary>The largest number of bytes of a text.</summary>
    protected abstract int MaxTextLength { get; }

    /// <summary>Which values <see cref="MaxValues"/> allows, for messages.</summary>
    protected abstract string AllowedValues { get; }

    /// <summary>What calls and states are for, for messages.</summary>
    protected abstract string AllowedCalls { get; }

    /// <summary>Runs the pickle and returns its value.</summary>
    /// <exception cref="InvalidDataException">The pickle holds something else; the message contains the opcode and its offset.</exception>
    protected PickleValue Run()
    {
        if (source.AtEnd || (PickleOpcode)source.ReadByte() != PickleOpcode.Proto)
        {
            throw source.Error("the pickle does not start with PROTO, as required by protocols 2 to 5", 0);
        }

        int protocol = source.ReadByte();
        if (protocol is < MinProtocol or > MaxProtocol)
        {
            throw source.Error($"the pickle has protocol {protocol}, but {MinProtocol} to {MaxProtocol} can be read", 0);
        }

        while (true)
        {
            _offset = source.Offset;
            _opcode = (PickleOpcode)source.ReadByte();
            if (_opcode == PickleOpcode.Stop)
            {
                return _stack.Count == 1 && _marks.Count == 0 ? _stack[0] : throw CreateError($"leaves {_stack.Count} values and {_marks.Count} marks on the stack, but 1 value is expected");
            }

            Execute();
        }
    }

    /// <summary>Runs an opcode that this class does not know; returns false if the derived class does not know it either.</summary>
    protected virtual bool Execute(PickleOpcode opcode) => false;

    /// <summary>Returns a global name if it is known, otherwise null.</summary>
    protected abstract PickleValue.Name? FindName(string name);

    /// <summary>Returns the value that a call stands for; null if the call is unknown.</summary>
    protected abstract PickleValue? Reduce(PickleValue callee, PickleValue arguments);

    /// <summary>Sets the state of a value; returns false if the combination is unknown.</summary>
    protected abstract bool Build(PickleValue target, PickleValue state);

    /// <summary>Appends a value to a list; returns false if the list does not take it.</summary>
    protected abstract bool Append(PickleValue.List list, PickleValue item);

    /// <summary>Creates the exception for the current opcode.</summary>
    protected InvalidDataException CreateError(string reason)
    {
        string name = Enum.IsDefined(_opcode) ? $" ({_opcode})" : "";
        return source.Error($"the pickle's instruction 0x{(byte)_opcode:X2}{name} {reason}; it was not run", _offset);
    }

    /// <summary>Pushes a value onto the stack.</summary>
    protected void Push(PickleValue value)
    {
        if (_stack.Count == MaxStackLength)
        {
            throw CreateError($"leaves more than {MaxStackLength} values on the stack");
        }

        if (value is not PickleValue.Integer && ++_valueCount > MaxValues)
        {
            throw CreateError($"is for more values than {AllowedValues}");
        }

        _stack.Add(value);
    }

    /// <summary>Returns the value at the top of the stack, and leaves it there.</summary>
    protected PickleValue Top() => Pop(1) is [PickleValue top] && Restore(top) ? top : throw CreateError("has no value before it");

    /// <summary>Takes values from the stack. As in Python, values below the last mark cannot be taken.</summary>
    protected PickleValue[] Pop(int count)
    {
        int bottom = _marks.Count > 0 ? _marks.Peek() : 0;
        if (_stack.Count - bottom < count)
        {
            throw CreateError($"needs {count} values, but there are {_stack.Count - bottom}");
        }

        return TakeFrom(_stack.Count - count);
    }

    /// <summary>Takes all values above the last mark, and the mark.</summary>
    protected PickleValue[] PopToMark() => _marks.TryPop(out int mark) ? TakeFrom(mark) : throw CreateError("has no mark before it");

    private void Execute()
    {
        switch (_opcode)
        {
            case PickleOpcode.Frame:
                source.ReadNumber(sizeof(ulong));
                break;
            case PickleOpcode.Mark:
                if (_marks.Count == MaxMarks)
                {
                    throw CreateError($"is one mark more than {MaxMarks}");
                }

                _marks.Push(_stack.Count);
                break;
            case PickleOpcode.BinInt:
                Push(new PickleValue.Integer((int)source.ReadNumber(sizeof(int))));
                break;
            case PickleOpcode.BinInt1:
                Push(new PickleValue.Integer((long)source.ReadNumber(1)));
                break;
            case PickleOpcode.BinInt2:
                Push(new PickleValue.Integer((long)source.ReadNumber(2)));
                break;
            case PickleOpcode.Long1:
                Push(new PickleValue.Integer(ReadLong(source.ReadByte())));
                break;
            case PickleOpcode.None:
                Push(new PickleValue.None());
                break;
            case PickleOpcode.NewTrue or PickleOpcode.NewFalse:
                Push(new PickleValue.Boolean(_opcode == PickleOpcode.NewTrue));
                break;
            case PickleOpcode.ShortBinUnicode:
                Push(new PickleValue.Text(ReadUtf8(1)));
                break;
            case PickleOpcode.BinUnicode:
                Push(new PickleValue.Text(ReadUtf8(sizeof(uint))));
                break;
            case PickleOpcode.ShortBinBytes or PickleOpcode.ShortBinString:
                Push(new PickleValue.Bytes(ReadText(1)));
                break;
            case PickleOpcode.EmptyList:
                Push(new PickleValue.List());
                break;
            case PickleOpcode.EmptyTuple:
                Push(new PickleValue.Tuple([]));
                break;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                Push(new PickleValue.Tuple(Pop(_opcode - PickleOpcode.Tuple1 + 1)));
                break;
            case PickleOpcode.Tuple:
                Push(new PickleValue.Tuple(PopToMark()));
                break;
            case PickleOpcode.Append:
                AddTo(Pop(1));
                break;
            case PickleOpcode.Appends:
                AddTo(PopToMark());
                break;
            case PickleOpcode.BinPut:
                Memoize(source.ReadByte());
                break;
            case PickleOpcode.LongBinPut:
                Memoize((long)source.ReadNumber(sizeof(uint)));
                break;
            case PickleOpcode.Memoize:
                Memoize(_memo.Count);
                break;
            case PickleOpcode.BinGet:
                Push(GetMemoized(source.ReadByte()));
                break;
            case PickleOpcode.LongBinGet:
                Push(GetMemoized((long)source.ReadNumber(sizeof(uint))));
                break;
            case PickleOpcode.Global:
                string module = ReadLine();
                Push(CreateName(module, ReadLine()));
                break;
            case PickleOpcode.StackGlobal:
                Push(Pop(2) is [PickleValue.Text { Value: string owner }, PickleValue.Text { Value: string name }]
                    ? CreateName(owner, name)
                    : throw CreateError("has no two texts before it"));
                break;
            case PickleOpcode.Reduce:
                PickleValue[] call = Pop(2);
                Push(Reduce(call[0], call[1]) ?? throw CreateError($"would call something other than what {AllowedCalls} needs"));
                break;
            case PickleOpcode.Build:
                PickleValue state = Pop(1)[0];
                if (!Build(Top(), state))
                {
                    throw CreateError($"would set the state of something other than {AllowedCalls}");
                }

                break;
            default:
                if (!Execute(_opcode))
                {
                    throw CreateError($"is not one that {subject} need");
                }

                break;
        }
    }

    private PickleValue.Name CreateName(string module, string name) =>
        FindName($"{module}.{name}") ?? throw CreateError($"refers to '{module}.{name}', which {subject} do not need");

    private bool Restore(PickleValue value)
    {
        _stack.Add(value);
        return true;
    }

    private PickleValue[] TakeFrom(int index)
    {
        PickleValue[] values = [.. _stack[index..]];
        _stack.RemoveRange(index, values.Length);
        return values;
    }

    private void AddTo(PickleValue[] items)
    {
        if (Top() is not PickleValue.List list)
        {
            throw CreateError("appends to a value that is not a list");
        }

        foreach (PickleValue item in items)
        {
            if (!Append(list, item))
            {
                throw CreateError("appends a value to a list that is neither a 32-bit integer nor a list");
            }
        }
    }

    private void Memoize(long index)
    {
        _memo[index] = Top();
        if (_memo.Count > MaxValues)
        {
            throw CreateError("stores more values than there should be");
        }
    }

    private PickleValue GetMemoized(long index) =>
        _memo.TryGetValue(index, out PickleValue? value) ? value : throw CreateError($"asks for value {index}, which was not stored");

    private long ReadLong(int byteCount)
    {
        if (byteCount > sizeof(long))
        {
            throw CreateError($"has a number of {byteCount} bytes, but at most {sizeof(long)} are accepted");
        }

        if (byteCount == 0)
        {
            return 0;
        }

        int unused = 8 * (sizeof(long) - byteCount);
        return (long)(source.ReadNumber(byteCount) << unused) >> unused;
    }

    private string ReadText(int lengthBytes)
    {
        ulong length = source.ReadNumber(lengthBytes);
        return length <= (ulong)MaxTextLength
            ? source.ReadLatin1((int)length)
            : throw CreateError($"has a text of {length} bytes, but at most {MaxTextLength} are accepted");
    }

    private string ReadUtf8(int lengthBytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(ReadText(lengthBytes)));

    private string ReadLine()
    {
        string line = "";
        for (char next = (char)source.ReadByte(); next != '\n'; next = (char)source.ReadByte())
        {
            line = line.Length < MaxTextLength ? line + next : throw CreateError($"has a name of more than {MaxTextLength} characters");
        }

        return line;
    }
}
