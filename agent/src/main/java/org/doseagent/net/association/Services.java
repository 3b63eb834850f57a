package org.doseagent.net.association;

import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.admission.ByteBudget;

/** What all associations of one acceptor share. */
record Services(
        AcceptorSettings settings,
        ObjectSink sink,
        AssociationListener listener,
        Admission admission,
        ByteBudget budget,
        FailureLog failures,
        WireLog lines) {}
